/**
 * `say-once/uui`: the SIP header User-to-User (RFC 7433), which takes a reference along with a call that is put through.
 * Pure functions: no SIP stack is needed, none is brought.
 * `@packageDocumentation`
 */
export { decodeUui, type UserToUser } from './uui-read.js';
export { encodeUui, referTo, type UuiOptions } from './uui-write.js';
