// A controlled form in React 19: attributes, properties and events of custom elements are props like any others.
import { type ChangeEvent, type DetailedHTMLProps, type HTMLAttributes, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { PolicyInput } from '../src/index.js';
import '../src/define.js';

type Tag = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement>;
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'say-once': Tag & { name?: string; audience?: string; policy?: PolicyInput; 'onsay-once-ready'?: (event: Event) => void; 'onsay-once-error'?: (event: Event) => void };
      'say-once-form': Tag & { 'onsay-once-filled'?: (event: Event) => void; 'onsay-once-recorded'?: (event: Event) => void };
    }
  }
}

const POLICY: PolicyInput = { region: 'GB' };

function Page() {
  const [connected, connect] = useState(false);
  const [fields, setFields] = useState({ given: '', tel: '', message: '' });
  const [told, setTold] = useState<string[]>([]);
  const tell = ({ type }: Event): void => setTold((before) => [...before, type]);
  // Before somebody connects there is no name to open, and that is no fault to be logged.
  const expected = (event: Event): void => void (connected || event.preventDefault());
  const change = ({ target }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void => setFields((before) => ({ ...before, [target.name]: target.value }));
  return (
    <>
      <say-once name={connected ? 'react' : ''} audience="customer" policy={POLICY} onsay-once-ready={tell} onsay-once-error={expected}>
        <say-once-form onsay-once-filled={tell} onsay-once-recorded={tell}>
          <form onSubmit={(event) => event.preventDefault()}>
            <p>
              <label>
                First name <input name="given" autoComplete="given-name" value={fields.given} onChange={change} />
              </label>
            </p>
            <p>
              <label>
                Phone <input name="tel" autoComplete="tel" value={fields.tel} onChange={change} />
              </label>
            </p>
            <p>
              <label>
                How can we help? <textarea name="message" value={fields.message} onChange={change} />
              </label>
            </p>
            <button>Send</button>
          </form>
        </say-once-form>
      </say-once>
      <p>
        The page knows: <output>{JSON.stringify({ ...fields, told })}</output>
      </p>
      <button type="button" onClick={() => connect(true)}>
        Connect
      </button>
    </>
  );
}

createRoot(document.getElementById('root') as HTMLElement).render(<Page />);
