import { field, numberField, textField } from './field.js'
import { ownServer } from './own-server.js'

/** Somebody you can sign in as. */
export interface Person {
  readonly id: string
  readonly name: string
  /** Lifetime of this person's tokens in seconds, chosen by the server. */
  readonly expiresIn: number
}

/** What the server tells of itself. */
export interface Demo {
  readonly host: string
  /** The one line of its own code that mounts the token provider. */
  readonly line: string
  readonly streamUrl: string
  readonly people: readonly Person[]
  /** The path of a WebSocket of its own, if it has one. */
  readonly socket?: string
}

/** Reads what demo this is. */
export async function readDemo(): Promise<Demo> {
  const answer = await ownServer('GET', 'demo.json')
  const [users, socket] = [field(answer, 'users'), field(answer, 'socket')]
  return {
    host: textField(answer, 'host'),
    line: textField(answer, 'line'),
    streamUrl: textField(answer, 'streamUrl'),
    people: Array.isArray(users) ? users.map(person) : [],
    ...(typeof socket === 'string' && { socket }),
  }
}

/** Reads who is signed in, if anybody. */
export async function readSession(): Promise<Person | undefined> {
  const user = field(await ownServer('GET', 'session'), 'user')
  return user === null || user === undefined ? undefined : person(user)
}

/** Signs in: from here on the cookie says who it is, and nothing else does. */
export async function signIn(id: string): Promise<Person> {
  return person(field(await ownServer('POST', 'session', { body: { user: id } }), 'user'))
}

/** Ends the session of this browser; a token it was given lives on until it expires. */
export async function signOut(): Promise<void> {
  await ownServer('DELETE', 'session')
}

/** Ends the sessions of this person everywhere, and revokes their tokens. */
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
