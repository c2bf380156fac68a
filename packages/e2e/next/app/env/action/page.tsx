import type { ReactElement } from 'react'
import { stream } from '../../../lib/stream'

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
