/** All that a stream gives for a text in pieces of one size. */
export async function collect(
  stream: TransformStream<string, string>,
  text: string,
  size: number,
): Promise<string> {
  const writer = stream.writable.getWriter()
  const read = (async () => {
    let all = ''
    for await (const piece of stream.readable) all += piece
    return all
  })()
  for (let at = 0; at < text.length; at += size) await writer.write(text.slice(at, at + size))
  await writer.close()
  return read
}
