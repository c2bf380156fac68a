// Holds nothing of ours: whatever is in its chunks is Next's own.
export const runtime = 'edge'

export const GET = (): Response => new Response('plain')
