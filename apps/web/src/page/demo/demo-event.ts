import type { StreamChat } from 'stream-chat'
import type { Demo, SignedIn } from './demo-info.js'
import type { HeldToken } from './demo-state.js'
import type { LogEntry } from './log-entry.js'
import type { InForce } from './revocation.js'

/** What can happen to the page. */
export type DemoEvent =
  | { readonly type: 'loaded'; readonly demo: Demo; readonly person: SignedIn | undefined }
  | { readonly type: 'entered'; readonly person: SignedIn; readonly text: string }
  | { readonly type: 'left'; readonly because?: string }
  | { readonly type: 'token_requested' }
  | { readonly type: 'token_received'; readonly token: HeldToken }
  | { readonly type: 'token_refused'; readonly text: string }
  | { readonly type: 'connected'; readonly client: StreamChat }
  | { readonly type: 'online'; readonly isOnline: boolean }
  | { readonly type: 'in_force'; readonly inForce: Readonly<Record<string, InForce>> }
  | { readonly type: 'trouble'; readonly text: string }
  | { readonly type: 'responded'; readonly process: string; readonly text?: string }
  | { readonly type: 'logged'; readonly kind: LogEntry['kind']; readonly text: string }

/** Reports to the page what has happened. */
export type Dispatch = (event: DemoEvent) => void
