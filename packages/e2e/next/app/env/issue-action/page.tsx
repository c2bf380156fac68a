import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactElement } from 'react'
import { stream } from '../../../lib/stream'

/** Rendered per request. A cached page of another build would contain another action id. */
export const dynamic = 'force-dynamic'

/** Shows whose token the action has issued in the URL to which it redirects. */
async function issue(): Promise<void> {
  'use server'
  const request = new Request('http://action.invalid', { headers: await headers() })
  const shown = await stream.issueToken(request).then(
    async ({ token }) => (await stream.verifyToken(token)).claims.user_id,
    ({ reason }) => reason,
  )
  redirect(`/env/issue-action?${shown}`)
}

export default function Page(): ReactElement {
  return (
    <form action={issue}>
      <button type="submit">Issue</button>
    </form>
  )
}
