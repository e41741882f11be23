// A form with v-model in Vue 3: it is told which tags are not its own; `.prop` is needed for none of ours.
// @ts-expect-error -- the build that compiles templates in the page (a bundler's plugin would have done it) has no types of its own
import * as full from 'vue/dist/vue.esm-bundler.js';
import type { PolicyInput } from '../src/index.js';
import '../src/define.js';

const { createApp, reactive, ref } = full as typeof import('vue');

const app = createApp({
  setup() {
    const policy: PolicyInput = { region: 'GB' };
    const connected = ref(false);
    const fields = reactive({ given: '', tel: '', message: '' });
    const told = ref<string[]>([]);
    const tell = ({ type }: Event): number => told.value.push(type);
    // Before somebody connects there is no name to open, and that is no fault to be logged.
    const expected = (event: Event): void => void (connected.value || event.preventDefault());
    return { policy, connected, fields, told, tell, expected };
  },
  template: `
    <say-once :name="connected ? 'vue' : ''" audience="customer" :policy="policy" @say-once-ready="tell" @say-once-error="expected">
      <say-once-form @say-once-filled="tell" @say-once-recorded="tell">
        <form @submit.prevent>
          <p><label>First name <input name="given" autocomplete="given-name" v-model="fields.given"></label></p>
          <p><label>Phone <input name="tel" autocomplete="tel" v-model="fields.tel"></label></p>
          <p><label>How can we help? <textarea name="message" v-model="fields.message"></textarea></label></p>
          <button>Send</button>
        </form>
      </say-once-form>
    </say-once>
    <p>The page knows: <output v-text="JSON.stringify({ ...fields, told })"></output></p>
    <button type="button" @click="connected = true">Connect</button>`,
});
app.config.compilerOptions.isCustomElement = (tag) => tag.startsWith('say-once');
app.mount('#root');
