import type { EmulatorEvent, EventMatch, EventOf, EventType } from './emulator-event.js'

export interface WaitOptions {
  /** In seconds; then the promise rejects and says what happened instead. Default 5. */
  readonly timeout?: number | undefined
}

/** The last 10,000 events, and a way to wait for one without sleeping. */
export interface EventLog {
  /** Returns the events so far, oldest first. */
  readonly all: <Type extends EventType>(match?: EventMatch<Type>) => readonly EventOf<Type>[]
  /** Resolves with the next event from now on. Call it before what causes the event, and await it after. */
  readonly next: <Type extends EventType>(
    match?: EventMatch<Type>,
    options?: WaitOptions,
  ) => Promise<EventOf<Type>>
  /** Resolves with the first event in the log, which may have happened already. */
  readonly first: <Type extends EventType>(
    match?: EventMatch<Type>,
    options?: WaitOptions,
  ) => Promise<EventOf<Type>>
}

interface WritableEventLog extends EventLog {
  readonly add: (event: EmulatorEvent) => void
  /** Forgets the events. Those who wait for one go on waiting. */
  readonly clear: () => void
  /** Rejects those who wait. */
  readonly close: () => void
}

const MOST_EVENTS = 10_000
/** How many events the error of a timeout shows. */
const SHOWN = 10

export function createEventLog(): WritableEventLog {
  let events: EmulatorEvent[] = []
  const listeners = new Set<(event: EmulatorEvent | Error) => void>()

  const next = <Type extends EventType>(
    match: EventMatch<Type> = {},
    { timeout = 5 }: WaitOptions = {},
  ): Promise<EventOf<Type>> => {
    const promise = new Promise<EventOf<Type>>((resolve, reject) => {
      const settle = (event: EmulatorEvent | Error): void => {
        if (event instanceof Error) reject(event)
        else if (isMatch(event, match)) resolve(event)
        else return
        listeners.delete(settle)
        clearTimeout(timer)
      }
      const timer = setTimeout(() => settle(timedOut(match, timeout, events)), timeout * 1000)
      listeners.add(settle)
    })
    // A test that has failed no longer awaits it. Its rejection must not end the whole run.
    promise.catch(() => {})
    return promise
  }

  return {
    all: <Type extends EventType>(match: EventMatch<Type> = {}) =>
      events.filter(event => isMatch(event, match)),
    next,
    first: async <Type extends EventType>(match: EventMatch<Type> = {}, options?: WaitOptions) =>
      events.find(event => isMatch(event, match)) ?? next(match, options),
    add: event => {
      if (events.length === MOST_EVENTS) events = events.slice(MOST_EVENTS / 10)
      events.push(event)
      for (const listener of [...listeners]) listener(event)
    },
    clear: () => {
      events = []
    },
    close: () => {
      for (const listener of [...listeners]) listener(new Error('The emulator was closed.'))
    },
  }
}

function isMatch<Type extends EventType>(
  event: EmulatorEvent,
  match: EventMatch<Type>,
): event is EventOf<Type> {
  if (typeof match === 'function') return match(event)
  const fields = new Map<string, unknown>(Object.entries(event))
  return Object.entries(match).every(([field, value]) => fields.get(field) === value)
}

function timedOut(match: EventMatch, timeout: number, events: readonly EmulatorEvent[]): Error {
  const wanted = typeof match === 'function' ? 'that matches the function' : JSON.stringify(match)
  const last = events.slice(-SHOWN).map(event => `\n  ${JSON.stringify(event)}`)
  const seen = last.length === 0 ? 'There was no event at all.' : `The last events were:${last.join('')}`
  return new Error(`No event ${wanted} within ${timeout} s. ${seen}`)
}
