import { watchProcess } from '@stream-token/conformance/process'

const facts = watchProcess()

export const dynamic = 'force-dynamic'

/** The state of the process, for the load tests. */
export const GET = (): Response => Response.json(facts())
