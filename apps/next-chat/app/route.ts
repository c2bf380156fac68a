import { servePage } from '@/lib/serve-page'

/** The demo page. Your own app has its own pages. */
export function GET(): Promise<Response> {
  return servePage('index.html')
}
