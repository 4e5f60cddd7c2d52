/** A thermal printer at this device: by WebUSB or Web Serial, where the browser has them and a person chose it. */

// The parts that are used of two interfaces that TypeScript's own library does not have yet.
interface UsbEndpoint {
  direction: 'in' | 'out';
  endpointNumber: number;
}
interface UsbDevice {
  configuration: {
    interfaces: { interfaceNumber: number; alternate: { endpoints: UsbEndpoint[] } }[];
  } | null;
  open(): Promise<void>;
  close(): Promise<void>;
  selectConfiguration(value: number): Promise<void>;
  claimInterface(number: number): Promise<void>;
  transferOut(endpoint: number, data: ArrayBuffer): Promise<unknown>;
}
interface SerialPort {
  writable: WritableStream<Uint8Array> | null;
  open(options: { baudRate: number }): Promise<void>;
  close(): Promise<void>;
}
interface Devices {
  /** So that the compiler sees that it is the navigator. */
  userAgent?: string;
  usb?: {
    requestDevice(options: { filters: { classCode: number }[] }): Promise<UsbDevice>;
    getDevices(): Promise<UsbDevice[]>;
  };
  serial?: { requestPort(): Promise<SerialPort>; getPorts(): Promise<SerialPort[]> };
}

const devices: Devices = navigator;
/** USB's class of printers. */
const printerClass = 7;
/** What most thermal printers are set to. */
const baudRate = 9600;

class NoPrinterError extends Error {
  constructor() {
    super('no printer was chosen on this device');
    this.name = 'NoPrinterError';
  }
}

/** Throws what the browser says when nobody chose one. */
export async function chooseUsb(): Promise<void> {
  await devices.usb?.requestDevice({ filters: [{ classCode: printerClass }] });
}

export async function choosePort(): Promise<void> {
  await devices.serial?.requestPort();
}

/** Throws NoPrinterError, and what the printer says. */
export async function writeToUsb(bytes: ArrayBuffer): Promise<void> {
  const [printer] = (await devices.usb?.getDevices()) ?? [];
  if (printer === undefined) throw new NoPrinterError();
  await printer.open();
  try {
    if (printer.configuration === null) await printer.selectConfiguration(1);
    const ways = (printer.configuration?.interfaces ?? []).flatMap(
      ({ interfaceNumber, alternate }) =>
        alternate.endpoints
          .filter(({ direction }) => direction === 'out')
          .map(({ endpointNumber }) => ({ interfaceNumber, endpointNumber })),
    );
    const [way] = ways;
    if (way === undefined) throw new NoPrinterError();
    await printer.claimInterface(way.interfaceNumber);
    await printer.transferOut(way.endpointNumber, bytes);
  } finally {
    await printer.close();
  }
}

/** Throws NoPrinterError, and what the port says. */
export async function writeToPort(bytes: ArrayBuffer): Promise<void> {
  const [port] = (await devices.serial?.getPorts()) ?? [];
  if (port === undefined) throw new NoPrinterError();
  await port.open({ baudRate });
  try {
    const writer = port.writable?.getWriter();
    await writer?.write(new Uint8Array(bytes));
    writer?.releaseLock();
  } finally {
    await port.close();
  }
}
