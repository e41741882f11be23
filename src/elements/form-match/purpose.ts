/** Whether a form signs somebody in: what it asks for is then the name of an account, and none of ours to fill. */
import { type Control, controlsOf, factOf } from '../form-fields.js';
import { describe } from './describe.js';
import { asked } from './guess.js';

const LOGIN = /\b(log\s?-?\s?[io]n|sign\s?-?\s?in|anmelden|einloggen|iniciar sesi[oó]n|inicia sesi[oó]n|acceder|connexion|se connecter|accedi|inloggen|entrar|zaloguj|logowanie|prihl[aá]sit|bejelentkez[eé]s|giri[sş]|[dđ]ăng nhập|daxil ol)\b|войти|вход|увійти|вхід|تسجيل الدخول|登录|登入|ログイン|로그인/iu;
const SIGNUP = /\b(sign\s?-?\s?up|register|registration|registrieren|(neues )?konto (anlegen|erstellen|er[oö]ffnen)|neukunde|create( an?| your)?( new)? (account|mailbox|profile)|join|get started|registrarse|crear( una)? cuenta|s['’]inscrire|inscription|cr[ée]er un compte|registrati|iscriviti|registreren|cadastr|zarejestruj|rejestracja|registrace|subscribe|[dđ]ăng ký)\b|зарегистр|регистрация|зареєстр|создать|تسجيل حساب|إنشاء حساب|注册|註冊|会員登録|新規登録|회원가입/iu;
/** «Anmelden» under one of these signs nobody in. */
const LETTER = /newsletter|subscri|abonn|suscr[ií]|mailing list|iscriviti|подпис|подписка|нов[оа]ст|訂閱|订阅|メルマガ|النشرة/iu;

const FORGOT = /(forgot|forgotten|lost|reset|recover|vergessen|zur[uü]cksetzen|olvidaste|olvidado|oubli|dimenticat|vergeten|esquece|zapomnia|забыли|восстанов|نسيت|忘记|忘記|忘れ).{0,25}|reset (your )?password|password recovery|account recovery/iu;
/** Each kind of form points to the other. */
const TO_LOGIN = /(already|bereits|schon|ya tienes|d[ée]j[àa]|gi[àa] (un|registr)|al een|j[áa] (tem|possui)|masz ju[zż]|уже).{0,30}(account|member|registered|konto|registriert|cuenta|compte|client|inscrit|registrato|conta|есть|зарегистр)|すでに|已有/iu;
const TO_SIGNUP = /(don['’]?t|do not|no|not) (yet )?(have|a) .{0,12}(account|member)|noch kein|no tienes|pas encore|non hai|nog geen|n[ãa]o tem|nie masz|нет аккаунта|neu (hier|bei)|need (to create )?an account|new (to|here|customer|user)/iu;

const REMEMBER = /remember (me|my)|keep me (signed|logged)|stay signed|angemeldet bleiben|eingeloggt bleiben|recu[eé]rdame|se souvenir|rester connect|ricordami|onthoud|запомнить|lembrar|zapami[eę]taj|記住|保存/iu;

/** What a password field says where somebody makes one up. */
const CHOOSE = /\b(create|choose|new|confirm|repeat|retype|set|at least|min|minimum|neues|festlegen|vergeben|w[aä]hlen|wiederholen|crea|nueva|elige|confirma|choisir|nouveau|confirmer|nuova|scegli|conferma|nieuw|kies|nova|crie|nowe|utw[oó]rz)\b|придумайте|новый|повтор|أنشئ|جديدة|设置|設定|新しい|새/iu;

const text = (node: Element): string => (node.textContent ?? '').replace(/\s+/gu, ' ').trim().slice(0, 80);

const readable = (name: string): string => name.replace(/([a-z])(?=[A-Z])/g, '$1 ').replace(/[-_/.]+/g, ' ');

const weigh = (said: string, by: number): number => (SIGNUP.test(said) ? -by : 0) + (LOGIN.test(said) ? by : 0);

/** Where a control outside any form belongs to: as little as holds a button too. */
const around = (control: Element): Element => {
  let at = control.parentElement;
  while (at !== null && at !== document.body && at.querySelector('button, [type=submit], [role=button]') === null) at = at.parentElement;
  return at ?? document.body;
};

/** What is around a form that is the only one there. */
function alone(scope: Element): Element | null {
  let at = scope.parentElement;
  for (let up = 0; up < 3 && at !== null && at.parentElement !== null; up++) {
    if (at.querySelectorAll('form').length > 1) return null;
    if (at.querySelector('h1, h2, h3') !== null) return at;
    at = at.parentElement;
  }
  return null;
}

/** The controls that belong together with one: its form's, or what is around it where it has none. */
export function fieldsAround(control: Control): Control[] {
  const { form } = control;
  return form === null ? [...around(control).querySelectorAll<Control>('input, select, textarea')] : controlsOf(form);
}

const SEARCH = /\b(search|searching|find|finder|locator|suche|suchen|buscar|buscador|recherche|rechercher|cerca|ricerca|zoek|zoeken|szukaj|hledat|busca|pesquisa)\b|поиск|найти|بحث|搜索|搜尋|検索|검색/iu;

/** Whether a form only looks something up: what is typed there is what somebody looks for, not where they live. */
export function searches({ form }: Control): boolean {
  if (form === null) return false;
  if (form.getAttribute('role') === 'search') return true;
  const controls = controlsOf(form).filter(({ type }) => !/^(hidden|submit|button|reset|image|checkbox)$/.test(type));
  if (controls.length > 5 || controls.some(({ type }) => /^(email|password|tel|textarea)$/.test(type))) return false;
  return ['id', 'name', 'action', 'class', 'aria-label'].some((name) => SEARCH.test(readable(form.getAttribute(name) ?? ''))) || [...form.querySelectorAll('button, [type=submit]')].some((button) => SEARCH.test(text(button) || (button.getAttribute('value') ?? '')));
}

/** Nobody has to say this to sign in. */
const NO_ACCOUNT = /^(given|family|additional)-name$|^bday|^postal-code$|^address/;

/** Whether a form asks for more than who somebody is and how they prove it: a question for support, an order, a new account. */
const asksMore = (control: Control, controls: readonly Control[]): boolean =>
  controls.some((one) => (one.localName === 'textarea' && !/captcha/i.test(one.name)) || one.type === 'file' || (one !== control && !/^(hidden|password|submit|button|checkbox|radio)$/.test(one.type) && NO_ACCOUNT.test(factOf(one) ?? asked(describe(one)) ?? '')));

/** What looks like a button where a page has none: a few words that stand for themselves. */
const leaves = (scope: Element): string[] => [...scope.querySelectorAll('div, span, a')].filter((one) => one.firstElementChild === null).map(text).filter((said) => said !== '' && said.length <= 30);

export const signsIn = (control: Control): boolean => leaning(control) > 0;
export const signsUp = (control: Control): boolean => leaning(control) < 0;

/** Above zero where a form signs somebody in, below where it makes an account or asks for more; the farther, the surer. */
function leaning(control: Control): number {
  const { form } = control;
  const scope = form ?? around(control);
  const controls = fieldsAround(control);
  if (scope !== document.body && asksMore(control, controls)) return -9;
  // Nobody signs in where there is nothing to prove it with, and nothing to press.
  if (form !== null && !controls.some(({ type }) => type === 'password') && form.querySelector('button, [type=submit], [type=button], [type=image], [role=button]') === null) return -1;
  const kinds = controls.filter(({ type }) => /^(text|email|tel|number|select-one|date)$/.test(type));
  const passwords = controls.filter(({ type }) => type === 'password');
  const tokens = controls.map((one) => one.getAttribute('autocomplete') ?? '').join(' ');
  let score = passwords.length === 1 ? 1 : passwords.length > 1 ? -3 : 0;
  if (tokens.includes('current-password')) score += 2;
  if (tokens.includes('new-password')) score -= 3;
  if (kinds.length > 3) score -= 3;
  for (const name of ['id', 'name', 'action', 'class']) score += weigh(readable(scope.getAttribute(name) ?? ''), 1);
  if (passwords.length === 0 && LETTER.test((scope.textContent ?? '').slice(0, 2_000))) score -= 4;
  const headings = [...scope.querySelectorAll('h1, h2, h3, h4, legend')].map(text);
  if (headings.length === 0) headings.push(...[...(alone(scope)?.querySelectorAll('h1, h2, h3') ?? [])].slice(0, 3).map(text));
  const secret = passwords.map((one) => `${[...(one.labels ?? [])].map(text).join(' ')} ${one.getAttribute('placeholder') ?? ''} ${one.getAttribute('aria-label') ?? ''} ${readable(one.name)} ${readable(one.id)}`).join(' ');
  if (CHOOSE.test(secret)) score -= 3;
  for (const heading of headings) score += weigh(heading, 2);
  const buttons = [...scope.querySelectorAll('button:not([type=button]), input[type=submit], input[type=image]')];
  // A button beside the one that sends may lead to the other kind of form.
  const others = buttons.length > 0 ? [] : [...scope.querySelectorAll('input[type=button], button, [role=button]')];
  const plain = buttons.length + others.length > 0 ? [] : leaves(scope);
  const said = [...buttons, ...others].map((button) => text(button) || button.getAttribute('value') || button.getAttribute('aria-label') || '');
  score += weigh([...said, ...plain].find((one) => LOGIN.test(one) || SIGNUP.test(one)) ?? '', 3);
  const links = [...[...scope.querySelectorAll('a, button, label')].map(text), ...plain];
  if ([...headings, ...links].some((one) => FORGOT.test(one))) score += 2;
  const near = (alone(scope) ?? scope).textContent?.slice(0, 4_000) ?? '';
  const [toLogin, toSignup] = [TO_LOGIN.test(near), TO_SIGNUP.test(near)];
  if (toLogin !== toSignup) score += toLogin ? -3 : 2;
  if (links.some((one) => REMEMBER.test(one))) score += 1;
  if (/login|sign.?in|username/i.test(`${control.id} ${control.getAttribute('name') ?? ''}`)) score += 1;
  return score;
}
