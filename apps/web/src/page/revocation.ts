import { field } from './field.js'
import { ownServer } from './own-server.js'
import { Refusal } from './refusal.js'

/** What is in force for a user; dates are RFC 3339. */
export interface InForce {
  /** The user's own cutoff: tokens issued before it are void. */
  readonly before: string | null
  /** Until when the user is blocked: a date, or 'forever'. */
  readonly blockedUntil: string | null
  /** The whole app's cutoff. */
  readonly appBefore: string | null
}

/** Whose tokens a command is about. */
export type Target = { readonly userIds: readonly string[] } | { readonly app: true }

/** What `POST /stream/revocations` is sent: without `undo` and `block` it revokes as of now. */
export type Command = Target & { readonly undo?: true; readonly block?: boolean }

/** Whether Stream knows; 'off': there was nothing to tell it. */
export interface Told {
  readonly propagated: boolean | 'off'
  readonly reason?: string
}

/** Reads what is in force for a user. */
export async function readInForce(userId: string): Promise<InForce> {
  const answer = await ownServer('GET', `stream/revocations/${encodeURIComponent(userId)}`)
  const date = (name: string): string | null => {
    const found = field(answer, name)
    return typeof found === 'string' ? found : null
  }
  return { before: date('before'), blockedUntil: date('blockedUntil'), appBefore: date('appBefore') }
}

/** Revokes, blocks, or takes either back. What holds here but did not reach Stream is an answer too, not a fault. */
export async function command(body: Command): Promise<Told> {
  try {
    return toldOf(await ownServer('POST', 'stream/revocations', { body }))
  } catch (error) {
    const result = error instanceof Refusal ? field(error.problem, 'result') : undefined
    if (result === undefined) throw error
    return toldOf(result)
  }
}

function toldOf(result: unknown): Told {
  const users = field(result, 'users')
  const told = Array.isArray(users) ? users[0] : field(result, 'app')
  const [propagated, reason] = [field(told, 'propagated'), field(told, 'reason')]
  return {
    propagated: propagated === 'off' ? 'off' : propagated === true,
    ...(typeof reason === 'string' && { reason }),
  }
}
