import type { Chat } from './chat.js'
import type { Demo, Person } from './demo.js'
import type { Log } from './log.js'
import type { TokenRequest } from './token-source.js'

/** The state that the panels of the signed-in page share. */
export interface Visit {
  readonly demo: Demo
  readonly person: Person
  readonly chat: Chat
  readonly log: Log
  /** The latest token. */
  readonly token: () => string
  /** All completed token requests, successful or not. */
  readonly requests: readonly TokenRequest[]
}
