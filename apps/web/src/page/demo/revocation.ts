import { field } from '../field.js'
import { ownServer } from '../own-server.js'
import { Refusal } from '../refusal.js'

/** What is in force for a user; dates are RFC 3339. */
export interface InForce {
  /** The user's own cutoff: tokens issued before it are revoked. */
  readonly before: string | null
  /** The end of the user's block: a date, or 'forever'. */
  readonly blockedUntil: string | null
  /** The whole app's cutoff. */
  readonly appBefore: string | null
}

/** The users, or the app, that a command applies to. */
export type Target = { readonly userIds: readonly string[] } | { readonly app: true }

/** The body of `POST /stream/revocations`; without `undo` and `block` it revokes with a cutoff of now. */
export type Command = Target & { readonly undo?: true; readonly block?: boolean }

/** Whether Stream accepted a command; 'off' if there was nothing to send. */
export interface Propagation {
  readonly propagated: boolean | 'off'
  readonly reason?: string
}

/** Fetches what is in force for a user. */
export async function readInForce(userId: string): Promise<InForce> {
  const response = await ownServer('GET', `stream/revocations/${encodeURIComponent(userId)}`)
  const date = (name: string): string | null => {
    const found = field(response, name)
    return typeof found === 'string' ? found : null
  }
  return { before: date('before'), blockedUntil: date('blockedUntil'), appBefore: date('appBefore') }
}

/** Revokes or blocks, or undoes either. Returns a result also if the command is stored but did not reach Stream. */
export async function command(body: Command): Promise<Propagation> {
  try {
    return propagationOf(await ownServer('POST', 'stream/revocations', { body }))
  } catch (error) {
    const result = error instanceof Refusal ? field(error.problem, 'result') : undefined
    if (result === undefined) throw error
    return propagationOf(result)
  }
}

function propagationOf(result: unknown): Propagation {
  const users = field(result, 'users')
  const entry = Array.isArray(users) ? users[0] : field(result, 'app')
  const [propagated, reason] = [field(entry, 'propagated'), field(entry, 'reason')]
  return {
    propagated: propagated === 'off' ? 'off' : propagated === true,
    ...(typeof reason === 'string' && { reason }),
  }
}
