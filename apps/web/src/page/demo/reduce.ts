import { duration } from '../duration.js'
import type { DemoEvent } from './demo-event.js'
import { type DemoState, INITIAL_STATE } from './demo-state.js'
import type { LogEntry } from './log-entry.js'

const KEPT = 200

/** Returns the state after an event, and writes the event into the log. */
export function reduce(state: DemoState, event: DemoEvent): DemoState {
  const next = { ...state, ...change(state, event) }
  const entry = entryOf(next, event)
  return entry === undefined ? next : { ...next, log: appended(next.log, ...entry) }
}

function change(state: DemoState, event: DemoEvent): Partial<DemoState> {
  switch (event.type) {
    case 'loaded':
      return { demo: event.demo, person: event.person, isReady: true }
    case 'entered':
      return { ...NOBODY, person: event.person }
    case 'left':
      return { ...NOBODY, farewell: event.because }
    case 'token_requested':
      return { requests: state.requests + 1 }
    case 'token_received':
      return { token: event.token, refusal: undefined }
    case 'token_refused':
      return { refusal: event.text }
    case 'connected':
      return { client: event.client, isOnline: true }
    case 'online':
      return { isOnline: event.isOnline }
    case 'in_force':
      return { inForce: event.inForce, trouble: undefined }
    case 'trouble':
      return { trouble: event.text }
    case 'responded':
      return { process: event.process }
    case 'logged':
      return {}
  }
}

/** What belongs to a person, and ends with their session. */
const NOBODY: Partial<DemoState> = {
  person: undefined,
  farewell: undefined,
  token: undefined,
  refusal: undefined,
  requests: 0,
  client: undefined,
  isOnline: false,
  inForce: INITIAL_STATE.inForce,
  trouble: undefined,
  log: INITIAL_STATE.log,
}

type Entry = readonly [kind: LogEntry['kind'], text: string]

function entryOf({ requests }: DemoState, event: DemoEvent): Entry | undefined {
  switch (event.type) {
    case 'loaded':
      return event.person && ['note', `Signed in as ${event.person.name}.`]
    case 'entered':
      return ['note', event.text]
    case 'token_requested':
      return ['request', `Token request ${requests}: POST /stream/token without a body.`]
    case 'token_received': {
      const { userId, expiresIn } = event.token
      const life = expiresIn === null ? 'without expiry' : `valid for ${duration(expiresIn)}`
      return ['token', `Token for ${userId}, ${life}.`]
    }
    case 'token_refused':
      return ['refused', `No token: ${event.text}`]
    case 'connected':
      return ['stream', 'Connected to Stream with the token.']
    case 'responded':
      return event.text === undefined ? undefined : ['note', event.text]
    case 'logged':
      return [event.kind, event.text]
    default:
      return undefined
  }
}

function appended(log: readonly LogEntry[], kind: LogEntry['kind'], text: string): readonly LogEntry[] {
  const number = (log.at(-1)?.number ?? 0) + 1
  return [...log, { number, at: Date.now(), kind, text }].slice(-KEPT)
}
