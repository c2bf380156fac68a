import type { Served } from '../host.js'
import { readPayload } from '../read-payload.js'
import { sendRequest } from './send-request.js'

/** The counts of an app's `verifyUser` since its creation. */
export interface VerifyUserCounts {
  /** Calls that waited for their client to disconnect. */
  readonly waiting: number
  /** Of these, calls whose signal was aborted. */
  readonly aborted: number
  /** The highest number of concurrent calls. */
  readonly most: number
}

/** Requests the counts of an app's `verifyUser`. */
export async function countsOf(served: Served): Promise<VerifyUserCounts> {
  const { waiting, aborted, most } = readPayload(await sendRequest(served, 'count'))
  return { waiting: Number(waiting), aborted: Number(aborted), most: Number(most) }
}
