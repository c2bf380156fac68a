import { streamTokenProvider } from '@stream-token/next/pages'
import type { GetServerSideProps } from 'next'
import type { ReactElement } from 'react'

const stream = streamTokenProvider(
  (req, { res }) => {
    res.setHeader('x-session', 'refreshed')
    return req.headers['x-test-user']?.toString()
  },
  { streamApi: false },
)

interface Props {
  readonly userId: string
}

export const getServerSideProps: GetServerSideProps<Props> = async ({ req, res }) => {
  const { token } = await stream.issueToken(req, { res })
  return { props: { userId: String((await stream.verifyToken(token)).claims.user_id) } }
}

export default function Page({ userId }: Props): ReactElement {
  return <p>A token for {userId}</p>
}
