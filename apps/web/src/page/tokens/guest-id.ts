/** Returns a new id for a guest: 128 random bits, so that nobody can guess it and no two guests share it. */
export function guestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return `guest-${Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')}`
}
