import type { DecodedToken } from '@stream-token/core/adapter'
import type { StreamChat } from 'stream-chat'
import type { Demo, SignedIn } from './demo-info.js'
import type { LogEntry } from './log-entry.js'
import type { InForce } from './revocation.js'
import type { TokenResponse } from './token-response.js'

/** A token and what it contains. */
export interface HeldToken extends TokenResponse {
  readonly decoded: DecodedToken | undefined
  /** When it came, on the clock of `performance.now()`, which nobody can change. */
  readonly receivedAt: number
}

/** All that the page knows. Every panel shows a part of it, so that no two can contradict each other. */
export interface DemoState {
  readonly demo?: Demo
  /** Who has the session; undefined until the server has said so. */
  readonly person?: SignedIn | undefined
  readonly isReady: boolean
  /** Why somebody who was signed in must sign in again. */
  readonly farewell?: string | undefined
  readonly token?: HeldToken | undefined
  /** Why the server gave no token when it was last asked. */
  readonly refusal?: string | undefined
  readonly requests: number
  /** The client, once it is connected. */
  readonly client?: StreamChat | undefined
  readonly isOnline: boolean
  /** What is in force, by user id. */
  readonly inForce: Readonly<Record<string, InForce>>
  /** Why that is not known now. */
  readonly trouble?: string | undefined
  /** Which process of the server responded last, if there are several. */
  readonly process?: string
  readonly log: readonly LogEntry[]
}

export const INITIAL_STATE: DemoState = { isReady: false, requests: 0, isOnline: false, inForce: {}, log: [] }
