// Replace this file with your own users: the app needs nothing but checkPassword.
import { scrypt, timingSafeEqual } from 'node:crypto'

interface User {
  readonly salt: string
  readonly hash: string
}

/** Two users, with the passwords `open-sesame` and `hello-jane`. The hash is scrypt(password, salt, 32), in hex. */
const users: ReadonlyMap<string, User> = new Map([
  [
    'john',
    {
      salt: '0f4a7139a09b2ba8bceed04f1057d75c',
      hash: 'a811ec9ca787771dbd2cae1f6d1959e06b1f1eb49941a5d846a39f9dd4b2581f',
    },
  ],
  [
    'jane',
    {
      salt: '0e36308d7a26fca90cbe84ab2395cd62',
      hash: 'f10429002972fd466e6089399af3ba00ca448977fd219f52a3653c4e59daa681',
    },
  ],
])

/** An unknown name takes as long as a wrong password, so the time does not show which names exist. */
const nobody: User = { salt: '', hash: '00'.repeat(32) }

/** Returns the id of the user with this name and password, or undefined. */
export async function checkPassword(name: unknown, password: unknown): Promise<string | undefined> {
  if (typeof name !== 'string' || typeof password !== 'string') return undefined
  const user = users.get(name)
  const { salt, hash } = user ?? nobody
  const given = await new Promise<Buffer>((resolve, reject) => {
    scrypt(password, salt, 32, (error, key) => (error ? reject(error) : resolve(key)))
  })
  return timingSafeEqual(given, Buffer.from(hash, 'hex')) && user ? name : undefined
}
