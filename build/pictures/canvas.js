// Runs in a browser for build/pictures/webp.ts.
/* global OffscreenCanvas, FileReader, createImageBitmap, fetch */

async function webp(address, quality) {
  const bitmap = await createImageBitmap(await (await fetch(address)).blob())
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  canvas.getContext('2d').drawImage(bitmap, 0, 0)
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality })
  return new Promise((resolve) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result)
    reader.readAsDataURL(blob)
  })
}
