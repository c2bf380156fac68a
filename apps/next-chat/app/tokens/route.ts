import { servePage } from '@/lib/serve-page'

/** The token page. */
export function GET(): Promise<Response> {
  return servePage('tokens.html')
}
