import { field, numberField, textField } from '../field.js'
import { ownServer } from '../own-server.js'

/** A user that you can sign in as. */
export interface Person {
  readonly id: string
  readonly name: string
  /** Lifetime of this person's tokens in seconds, chosen by the server. */
  readonly expiresIn: number
}

/** The person who has a session in this browser. */
export interface SignedIn extends Person {
  /** When they signed in, in seconds since 1970. */
  readonly signedInAt: number
}

/** The server's description of its demo. */
export interface Demo {
  /** Its folder in the repository. */
  readonly app: string
  readonly host: string
  /** The line of its code that mounts the token provider. */
  readonly line: string
  readonly streamUrl: string
  readonly people: readonly Person[]
}

/** Fetches the description of the demo. */
export async function readDemo(): Promise<Demo> {
  const response = await ownServer('GET', 'demo.json')
  const users = field(response, 'users')
  return {
    app: textField(response, 'app'),
    host: textField(response, 'host'),
    line: textField(response, 'line'),
    streamUrl: textField(response, 'streamUrl'),
    people: Array.isArray(users) ? users.map(person) : [],
  }
}

/** Returns the signed-in person, if any. */
export async function readSession(): Promise<SignedIn | undefined> {
  const user = field(await ownServer('GET', 'session'), 'user')
  return user === null || user === undefined ? undefined : signedIn(user)
}

/** Signs in. From then on, only the session cookie identifies the user. */
export async function signIn(id: string): Promise<SignedIn | undefined> {
  await ownServer('POST', 'session', { body: { user: id } })
  return readSession()
}

/** Ends the session of this browser. Its token stays valid until it expires. */
export async function signOut(): Promise<void> {
  await ownServer('DELETE', 'session')
}

/** Ends this person's sessions on all devices and revokes their tokens. */
export async function signOutEverywhere(): Promise<void> {
  await ownServer('DELETE', 'sessions')
}

function signedIn(value: unknown): SignedIn {
  return { ...person(value), signedInAt: numberField(value, 'signedInAt') }
}

function person(value: unknown): Person {
  return {
    id: textField(value, 'id'),
    name: textField(value, 'name'),
    expiresIn: numberField(value, 'expiresIn'),
  }
}
