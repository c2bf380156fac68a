import { watchProcess } from '@stream-token/conformance/process'

const facts = watchProcess()

export const dynamic = 'force-dynamic'

/** What the process tells of itself, for the tests under load. */
export const GET = (): Response => Response.json(facts())
