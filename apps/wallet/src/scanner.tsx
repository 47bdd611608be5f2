import { Actions, Alert, Button, useTexts } from '@zk-income/ui';
import { useEffect, useRef, useState } from 'preact/hooks';
import { TEXTS } from './texts.js';

/** Not in TypeScript's library. */
interface Detector {
  detect(source: ImageBitmapSource): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: readonly string[] }) => Detector;

const PAUSE_MS = 150;
/** Larger pictures are scaled down: a code does not need more. */
const MAX_SIDE = 1200;

type Read = (source: ImageBitmap) => Promise<string | undefined>;

/** The browser's own reader where it has one, or else a small one that is loaded now. */
async function qrReader(): Promise<Read> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
  const own = BarcodeDetector && new BarcodeDetector({ formats: ['qr_code'] });
  const { default: decode } = await import('qr/decode.js');
  return async (bitmap) => {
    const found = await own?.detect(bitmap).catch(() => undefined);
    if (found?.[0]) return found[0].rawValue;
    const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (context === null) return undefined;
    context.drawImage(bitmap, 0, 0, width, height);
    try {
      return decode({ width, height, data: context.getImageData(0, 0, width, height).data });
    } catch {
      return undefined;
    }
  };
}

interface CameraProps {
  readonly onText: (text: string) => boolean;
  readonly onFailure: () => void;
}

const Camera = ({ onText, onFailure }: CameraProps) => {
  const t = useTexts(TEXTS);
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let isOn = true;
    let stream: MediaStream | undefined;
    const watch = async () => {
      const video = ref.current;
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      if (!isOn || video === null) return;
      video.srcObject = stream;
      await video.play();
      const read = await qrReader();
      while (isOn) {
        if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
          const bitmap = await createImageBitmap(video);
          const text = await read(bitmap);
          bitmap.close();
          if (isOn && text !== undefined && onText(text)) return;
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    };
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    watch()
      .catch(() => isOn && onFailure())
      .finally(() => !isOn && stop());
    return () => {
      isOn = false;
      stop();
    };
  }, []);
  return (
    <div class="zk-stack">
      <video ref={ref} class="wallet-camera" playsInline muted />
      <p class="zk-muted">{t.scanHint}</p>
    </div>
  );
};

/** Reads a QR code by camera, or from a picture. */
export const Scanner = ({ onText }: { readonly onText: (text: string) => boolean }) => {
  const t = useTexts(TEXTS);
  const [isOn, setOn] = useState(false);
  const [problem, setProblem] = useState<'denied' | 'nothing'>();
  const readPicture = async (file: File | undefined) => {
    if (file === undefined) return;
    const text = await createImageBitmap(file)
      .then(async (bitmap) => (await qrReader())(bitmap))
      .catch(() => undefined);
    setProblem(text === undefined ? 'nothing' : undefined);
    if (text !== undefined) onText(text);
  };
  return (
    <div class="zk-stack">
      {isOn && (
        <Camera
          onText={onText}
          onFailure={() => {
            setOn(false);
            setProblem('denied');
          }}
        />
      )}
      {problem !== undefined && (
        <Alert tone="warning" live>
          <p>{problem === 'denied' ? t.scanDenied : t.scanNothing}</p>
        </Alert>
      )}
      <Actions>
        <Button kind={isOn ? 'secondary' : 'primary'} icon="camera" onClick={() => setOn(!isOn)}>
          {isOn ? t.scanStop : t.scanStart}
        </Button>
        <label class="zk-button zk-button-secondary wallet-file">
          {t.scanPicture}
          <input
            type="file"
            accept="image/*"
            onChange={(event) => void readPicture(event.currentTarget.files?.[0])}
          />
        </label>
      </Actions>
    </div>
  );
};
