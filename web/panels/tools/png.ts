/** An SVG as a PNG: the browser draws it into a canvas. */

/** The side beyond which browsers give an empty canvas (16,384 in Chromium, half of that on some phones). */
const longest = 8192;

/** At `scale` points to a unit, less where the canvas would be too large. Rejects where the browser cannot draw it. */
export async function pngOf(svg: string, scale = 2): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return await drawn(image, Math.min(scale, longest / image.width, longest / image.height));
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function drawn(image: HTMLImageElement, scale: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(image.width * scale), Math.round(image.height * scale)];
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser gives the page no canvas to draw into');
  context.fillStyle = 'white'; // paper: a figure without a ground would vanish on a dark slide
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the canvas could not be written as PNG')))),
  );
}
