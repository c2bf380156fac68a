import { type NextRequest, NextResponse } from 'next/server'

/** The prefix of the guarded paths, by the host under test. API routes exist only below /api. */
const PREFIXES: Readonly<Record<string, string>> = { 'next pages': '/api', 'next edge': '/edge' }

export function proxy({ nextUrl }: NextRequest): NextResponse {
  // The gate of an app, in front of the endpoint.
  if (!nextUrl.pathname.startsWith('/guarded/')) return NextResponse.next({ headers: { 'x-gate': 'ran' } })
  const prefix = PREFIXES[process.env.HOST_UNDER_TEST ?? '']
  if (prefix === undefined) return NextResponse.next()
  const url = nextUrl.clone()
  url.pathname = prefix + url.pathname
  return NextResponse.rewrite(url)
}

export const config = {
  matcher: ['/guarded/:guard', '/env/stream/:path*', '/api/env/stream/:path*'],
}
