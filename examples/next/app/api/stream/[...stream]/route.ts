import { stream } from '@/lib/stream'

export const { GET, POST, OPTIONS } = stream // POST /api/stream/token
