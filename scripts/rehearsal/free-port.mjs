import { Server } from 'node:net'

// Loaded before an example: whatever port it listens on, it gets a free one, and prints its address.
const { listen } = Server.prototype
Server.prototype.listen = function (port, ...rest) {
  if (typeof port !== 'number') return listen.call(this, port, ...rest)
  this.once('listening', () => console.log(`http://localhost:${this.address().port}`))
  return listen.call(this, 0, ...rest)
}
