import type { ReactElement } from 'react'
import { stream } from '../../../lib/stream'

/** Rendered per request. A cached page of another build would contain another action id. */
export const dynamic = 'force-dynamic'

async function revoke(): Promise<void> {
  'use server'
  await stream.revokeUserToken('john')
}

export default function Page(): ReactElement {
  return (
    <form action={revoke}>
      <button type="submit">Revoke</button>
    </form>
  )
}
