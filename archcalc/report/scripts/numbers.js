// Exact whole numbers (BigInt) and fractions, and how they read.

const big = BigInt;
const sum = (values) => values.reduce((a, b) => a + b, 0n);
const product = (values) => values.reduce((a, b) => a * b, 1n);
const least = (values) => values.reduce((a, b) => (a < b ? a : b));
const most = (values) => values.reduce((a, b) => (a > b ? a : b));
const gcd = (a, b) => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));

function floorDivide(top, bottom) {
  const whole = top / bottom;
  return top % bottom !== 0n && top < 0n !== bottom < 0n ? whole - 1n : whole;
}

const ceilDivide = (top, bottom) => -floorDivide(-top, bottom);

// Fractions are pairs [top, bottom] in lowest terms, the bottom positive.
const fraction = (top, bottom = 1n) => {
  const common = gcd(top, bottom);
  return [top / common, bottom / common];
};
const plus = ([a, b], [c, d]) => fraction(a * d + c * b, b * d);
const times = ([a, b], [c, d]) => fraction(a * c, b * d);
const less = ([a, b], [c, d]) => a * d < c * b;

const grouped = (n) => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
const exact = (n) => (n < 0n ? `\u2212${grouped(-n)}` : grouped(n));
const fractionText = ([top, bottom]) => (bottom === 1n ? `${top}` : `${top}/${bottom}`);

// 1,582,671,872 → 1.58 G, rounded half up.
function short(n) {
  const text = String(n);
  const group = Math.min(Math.floor((text.length - 1) / 3), 6);
  if (group === 0) return text;
  const rounded = Number(`${text[0]}.${text.slice(1, 16)}`) * 10 ** ((text.length - 1) % 3);
  const digits = Math.max(0, 2 - ((text.length - 1) % 3));
  return `${rounded.toFixed(digits)} ${["", "k", "M", "G", "T", "P", "E"][group]}`;
}

// A share in percent to one digit, rounded half up.
function percent(part, whole) {
  if (whole === 0n) return "";
  const tenths = (2000n * part + whole) / (2n * whole);
  return `${tenths / 10n}.${tenths % 10n}`;
}

// A quotient of 1 or more, to two decimals and as many more as it takes to differ from 1.
function quotientText(top, bottom) {
  const places = [2n, 3n, 4n, 5n].find((n) => (top - bottom) * 2n * 10n ** n >= bottom) ?? 6n;
  const digits = String((2n * top * 10n ** places + bottom) / (2n * bottom));
  return `${grouped(digits.slice(0, -Number(places)))}.${digits.slice(-Number(places))}`;
}

// Channels stand last, as people write shapes: 55×55×96.
const people = (dims) => [...dims.slice(1), dims[0]].join("×");
const agreed = (values) => (new Set(values).size === 1 ? values[0] : values.join("×"));
