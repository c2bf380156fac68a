import type { Served } from '../host.js'
import { readPayload } from '../read-payload.js'
import { ask } from './ask.js'

/** What an app's `verifyUser` has counted since it was made. */
export interface VerifyUserCounts {
  /** Calls that waited for their client to leave. */
  readonly waiting: number
  /** Of these, those that were told so. */
  readonly aborted: number
  /** The most that were in it at once. */
  readonly most: number
}

/** Asks an app what its `verifyUser` has counted. */
export async function countsOf(served: Served): Promise<VerifyUserCounts> {
  const { waiting, aborted, most } = readPayload(await ask(served, 'count'))
  return { waiting: Number(waiting), aborted: Number(aborted), most: Number(most) }
}
