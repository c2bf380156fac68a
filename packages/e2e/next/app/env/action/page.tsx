import type { ReactElement } from 'react'
import { stream } from '../../../lib/stream'

/** Next keeps a page that it has made, and may show one of another build, whose action has another name. */
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
