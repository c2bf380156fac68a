import type { StreamResult } from './stream-api.js'

/** Whether Stream has what is in force for a key, and if not, why. */
export type PropagationOutcome =
  | { readonly propagated: true }
  | { readonly propagated: false; readonly reason: string }

/** What one call has brought about for one key. */
export type Attempt =
  /** Stream has what was in force before the call and after it. */
  | { readonly kind: 'clean' }
  /** Stream has what was sent, and something else is in force now. */
  | { readonly kind: 'changed' }
  /** The cutoff is ahead of the clock: Stream has the time of the call until `seconds` have passed. */
  | { readonly kind: 'early'; readonly seconds: number }
  /** Stream has refused a call for several keys: it may have refused only one of them. */
  | { readonly kind: 'split' }
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nothing was sent, because the state could not be read. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** The call may still reach Stream. */
  | { readonly kind: 'unanswered'; readonly reason: string; readonly pause?: number | undefined }
  /** There is nothing to send any more. */
  | { readonly kind: 'dropped'; readonly reason: string }

/** The attempts of one call, by key. */
export type Attempts = ReadonlyMap<string, Attempt>

/** The app's key. It contains a space, so it cannot be a user id. */
export const APP = 'the app'

export const UNKNOWN: Attempt = { kind: 'unknown', reason: 'The cutoffs could not be read from the store' }

/** Describes a refusal for the operator. */
export function refusalOf({ status, code }: Extract<StreamResult, { kind: 'refused' }>): string {
  return `Stream refused with ${status}${code === undefined ? '' : ` (code ${code})`}`
}
