/** Cases whose token a header cannot carry unchanged. */
export interface Unsendable {
  readonly cases: readonly string[]
  readonly why: string
}

/** The cases for `verifyToken` only; all others are also sent to the guards. */
export const UNSENDABLE: readonly Unsendable[] = [
  {
    why: 'not a string',
    cases: [
      'structure/input is null',
      'structure/input is number',
      'structure/input is array with the token',
      'structure/input is undefined',
    ],
  },
  { why: 'empty: the request would have no credential', cases: ['structure/empty string'] },
  {
    why: 'white space or control characters: a header drops or forbids them',
    cases: [
      'structure/Bearer prefix kept',
      'encoding/leading space',
      'encoding/trailing space',
      'encoding/trailing newline',
      'encoding/trailing CRLF',
      'encoding/trailing NUL',
      'encoding/space after first dot',
      'encoding/tab in payload',
      'encoding/space inside the payload, MAC over that text',
      'dev/mode on: signature "devtoken "',
    ],
  },
  { why: 'non-ASCII: headers have no encoding for it', cases: ['structure/full-width dots'] },
  {
    why: 'over 15 KB: servers refuse such a header',
    cases: [
      'size/64 KiB of padding, validly signed',
      'size/10 MiB of one letter',
      'size/1 MiB header, validly signed',
      'size/header nested 100000 deep, unsigned',
      'size/payload of 100000 duplicate keys',
      'size/number of 100000 digits as exp',
    ],
  },
]

/** Whether a header can carry a value unchanged to the app. */
export function isSendable(value: unknown): value is string {
  return typeof value === 'string' && /^[!-~]+$/.test(value) && value.length <= 15_360
}
