/** A vCon as we write it (draft-ietf-vcon-vcon-core-03, and draft-ietf-vcon-cc-extension for `role` and `interaction_id`). */

/** What every object with content has. */
export interface Content {
  mediatype?: string;
  filename?: string;
  /** any value with `json`, else a text */
  body?: unknown;
  encoding?: 'base64url' | 'json' | 'none';
  url?: string;
  content_hash?: string | string[];
}

export interface Party {
  tel?: string;
  mailto?: string;
  name?: string;
  /** how it was found out that they are who they say: the method's label, never what was said */
  validation?: string;
  type?: 'person' | 'bot' | 'organization';
  org?: string;
  role?: string;
}

export interface Dialog extends Content {
  type: 'recording' | 'recording-set' | 'text' | 'transfer' | 'incomplete';
  /** RFC 3339 */
  start: string;
  /** s */
  duration?: number;
  /** indices into `parties`; the first is who began */
  parties?: number[];
  originator?: number;
  application?: string;
  interaction_id?: string;
  message_id?: string;
  transferee?: number;
  transferor?: number;
  transfer_target?: number;
  original?: number;
  target_dialog?: number;
}

export interface Attachment extends Content {
  purpose?: string;
  /** RFC 3339 */
  start: string;
  /** who brought it */
  party: number;
  dialog: number;
}

export interface Analysis extends Content {
  type: string;
  vendor: string;
  dialog?: number;
}

/** The unsigned form. */
export interface Vcon {
  uuid: string;
  extensions?: string[];
  critical?: string[];
  /** RFC 3339 */
  created_at: string;
  subject?: string;
  parties: Party[];
  dialog: Dialog[];
  analysis: Analysis[];
  attachments: Attachment[];
}

/** The signed form: general JWS JSON serialization (RFC 7515, section 7.2.1). */
export interface SignedVcon {
  payload: string;
  signatures: { protected?: string; header?: Record<string, unknown>; signature: string }[];
}
