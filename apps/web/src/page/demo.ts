import { field, numberField, textField } from './field.js'
import { ownServer } from './own-server.js'

/** A user that you can sign in as. */
export interface Person {
  readonly id: string
  readonly name: string
  /** Lifetime of this person's tokens in seconds, chosen by the server. */
  readonly expiresIn: number
}

/** The server's description of its demo. */
export interface Demo {
  readonly host: string
  /** The line of its code that mounts the token provider. */
  readonly line: string
  readonly streamUrl: string
  readonly people: readonly Person[]
  /** The path of the server's own WebSocket, if it has one. */
  readonly socket?: string
}

/** Fetches the description of the demo. */
export async function readDemo(): Promise<Demo> {
  const response = await ownServer('GET', 'demo.json')
  const [users, socket] = [field(response, 'users'), field(response, 'socket')]
  return {
    host: textField(response, 'host'),
    line: textField(response, 'line'),
    streamUrl: textField(response, 'streamUrl'),
    people: Array.isArray(users) ? users.map(person) : [],
    ...(typeof socket === 'string' && { socket }),
  }
}

/** Returns the signed-in person, if any. */
export async function readSession(): Promise<Person | undefined> {
  const user = field(await ownServer('GET', 'session'), 'user')
  return user === null || user === undefined ? undefined : person(user)
}

/** Signs in. From then on, only the session cookie identifies the user. */
export async function signIn(id: string): Promise<Person> {
  return person(field(await ownServer('POST', 'session', { body: { user: id } }), 'user'))
}

/** Ends the session of this browser. Its token stays valid until it expires. */
export async function signOut(): Promise<void> {
  await ownServer('DELETE', 'session')
}

/** Ends this person's sessions on all devices and revokes their tokens. */
export async function signOutEverywhere(): Promise<void> {
  await ownServer('DELETE', 'sessions')
}

function person(value: unknown): Person {
  return {
    id: textField(value, 'id'),
    name: textField(value, 'name'),
    expiresIn: numberField(value, 'expiresIn'),
  }
}
