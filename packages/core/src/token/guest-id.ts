const PREFIX = 'guest-'

/** 128 bits, as a session token has: nobody can guess the id of a guest. */
const BYTES = 16

/** What `verifyUser` must not return, if the app has guests. */
export const GUEST_ID_RULE: string =
  'an id that begins with guest- belongs to a guest: give your users other ids (to renew the token of a guest, use createToken)'

/** Creates the id of a new guest: characters that a user id may have, in lower case. */
export function createGuestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES))
  return PREFIX + Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether an id belongs to a guest, if the app has guests. */
export function isGuestId(userId: string): boolean {
  return userId.startsWith(PREFIX)
}
