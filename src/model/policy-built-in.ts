import { COMMON_POLICY, type Policy } from './policy.js';
import { WRITTEN } from './written.js';

/** The built-in policy. A host's policy is laid over it, part by part. */
export const POLICY: Policy = {
  ...COMMON_POLICY,
  actions: {
    billing: { level: 'verified' },
    refund: { level: 'verified', proofs: ['last-bill-amount'] },
    'change-address': { level: 'strong' },
    'change-bank': { level: 'strong' },
  },
  checks: {
    'otp-sms': { level: 'verified' },
    'otp-email': { level: 'verified' },
    'kba-dynamic': { level: 'verified' },
    'id-document': { level: 'strong' },
  },
  sayFirst: [
    { when: { topic: 'bereavement', channels: WRITTEN }, say: 'I have read what you wrote. I am sorry for your loss.' },
    { when: { flag: 'bereavement' }, say: 'I know what you told us. I am sorry for your loss.' },
    { when: { topic: 'bereavement' }, say: 'I know what you told us. I am sorry for your loss.' },
    { when: { reason: 'complaint' }, say: 'I know about your complaint. Let me tell you what I can do now.' },
    { when: { reason: 'issue', channels: WRITTEN }, say: 'I have read what you wrote. You do not have to tell it again.' },
    { when: { reason: 'issue' }, say: 'I know what you told us. You do not have to tell it again.' },
  ],
  offers: [{ offer: 'Make up for the repeats with a gesture of up to one month’s fee.', when: { repeats: 3 } }],
};
