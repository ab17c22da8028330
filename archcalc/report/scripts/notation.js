// How a formula is written: the rule in symbols, the numbers put in, the steps; text or LaTeX.

const isSymbol = (node) => typeof node === "string";
const isNumber = (node) => typeof node === "number";
const sign = (node) => (Array.isArray(node) ? node[0] : "");
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const letter = (name) => name.split("_")[0];

// The symbols that may vanish: [value, is a flag, stands in the rule].
const IDENTITIES = DATA.identities;
const RULED = Object.keys(IDENTITIES).filter((name) => IDENTITIES[name][2]);
const isFlag = (node) => isSymbol(node) && Boolean(IDENTITIES[letter(node)]?.[1]);

function vanishes(node, env, keep, neutral) {
  if (!isSymbol(node) || keep.includes(letter(node))) return false;
  const identity = IDENTITIES[letter(node)];
  return Boolean(identity) && identity[0] === neutral && env[node] === big(neutral);
}

const isOne = (node, env, keep) =>
  (isFlag(node) && env[node] === 1n) || vanishes(node, env, keep, 1);

function isDroppedZero(node, env, keep) {
  const factors = sign(node) === "*" ? node.slice(1) : [node];
  return factors.some((factor) => vanishes(factor, env, keep, 0));
}

// A formula as a person writes it for these values: what changes nothing is left out.
const REDUCERS = {
  "+": ([, ...terms], env, keep) => {
    let kept = [];
    for (const [by, node] of terms) {
      if (isDroppedZero(node, env, keep)) continue;
      const small = reduced(node, env, keep);
      kept.push(...(sign(small) === "+" && by > 0 ? small.slice(1) : [[by, small]]));
    }
    const constants = kept.filter(([, node]) => isNumber(node));
    if (constants.length > 1 && constants.reduce((n, [by, node]) => n + by * node, 0) === 0) {
      kept = kept.filter(([, node]) => !isNumber(node));
    }
    if (kept.length === 1 && kept[0][0] > 0) return kept[0][1];
    return kept.length ? ["+", ...kept] : 0;
  },
  "*": ([, ...factors], env, keep) => {
    const kept = factors.filter((f) => !isOne(f, env, keep)).map((f) => reduced(f, env, keep));
    if (!kept.length) return 1;
    if (kept.length === 1) return kept[0];
    if (sign(kept[0]) === "*" && kept[0].length === 2) kept[0] = kept[0][1];
    return ["*", ...kept];
  },
  "/": ([, top, bottom], env, keep) =>
    vanishes(bottom, env, keep, 1)
      ? reduced(top, env, keep)
      : ["/", reduced(top, env, keep), reduced(bottom, env, keep)],
  floor: (node, env, keep) => reducedRound(node, env, keep),
  ceil: (node, env, keep) => reducedRound(node, env, keep),
  min: (node, env, keep) => reducedChoice(node, env, keep),
  max: (node, env, keep) => reducedChoice(node, env, keep),
  gcd: ([name, ...args], env, keep) => [name, ...args.map((arg) => reduced(arg, env, keep))],
};

function reducedRound([name, inner], env, keep) {
  const small = reduced(inner, env, keep);
  const acts = value(inner[1], env) % value(inner[2], env) !== 0n;
  return acts && sign(small) === "/" ? [name, small] : small;
}

function reducedChoice(node, env, keep) {
  const [name, ...args] = node;
  if (value(args[0], env) === value(node, env)) return reduced(args[0], env, keep);
  return [name, ...args.map((arg) => reduced(arg, env, keep))];
}

const reduced = (node, env, keep = []) =>
  Array.isArray(node) ? REDUCERS[node[0]](node, env, keep) : node;

const mapped = (node, change) => {
  if (!Array.isArray(node)) return node;
  if (node[0] === "+") return ["+", ...node.slice(1).map(([by, inner]) => [by, change(inner)])];
  if (node[0] === "floor" || node[0] === "ceil") {
    return [node[0], ["/", change(node[1][1]), change(node[1][2])]];
  }
  return [node[0], ...node.slice(1).map(change)];
};

// --- one form or the other ---------------------------------------------------------------------

const FORMS = {
  text: {
    minus: "\u2212", dot: "·", groupDot: " · ", number: exact, symbol: (name) => name,
    quotient: (top, bottom) => `${top}/${bottom}`,
    floor: ["⌊", "⌋"], ceil: ["⌈", "⌉"],
    call: (name, args) => `${name}(${args})`,
    brackets: ["(", ")"], ellipsis: "…", bars: false,
  },
  latex: {
    minus: "-", dot: " \\cdot ", groupDot: " \\;\\cdot\\; ",
    number: (n) => (n < 0n ? "-" : "") + grouped(n < 0n ? -n : n).replaceAll(",", "{,}"),
    symbol: latexSymbol,
    quotient: (top, bottom) => `\\frac{${top}}{${bottom}}`,
    floor: ["\\left\\lfloor ", " \\right\\rfloor"], ceil: ["\\left\\lceil ", " \\right\\rceil"],
    call: (name, args) => `\\${name}\\left(${args}\\right)`,
    brackets: ["\\left(", "\\right)"], ellipsis: "\\ldots", bars: true,
  },
};

function latexSymbol(name) {
  const [base, ...rest] = name.split("_");
  const below = rest.join("_");
  if (!below) return base;
  return below.length === 1 ? `${base}_${below}` : `${base}_{\\mathrm{${below.replaceAll("_", ",")}}}`;
}

const SUM = 1;
const PRODUCT = 2;
const ATOM = 3;

// Writes one tree in one form; with values the numbers stand in place of the symbols.
function writer(form, env, names) {
  const write = (node) => leveled(node)[0];
  const number = (n) => [form.number(n), n >= 0n ? ATOM : SUM];
  const symbol = (name) => (env ? number(env[name]) : [form.symbol(names[name] ?? name), ATOM]);
  const bracketed = ([text, own], level) =>
    own >= level ? text : form.brackets[0] + text + form.brackets[1];
  const coefficient = (count, name) =>
    env ? number(big(count) * env[name]) : [form.number(big(count)) + symbol(name)[0], PRODUCT];
  const isCoefficient = (node) =>
    sign(node) === "*" && node.length === 3 && isNumber(node[1]) && isSymbol(node[2]);
  const summand = (node) =>
    bracketed(isCoefficient(node) ? coefficient(node[1], node[2]) : leveled(node), PRODUCT);

  const added = (terms) =>
    terms.map(([by, node], i) => {
      if (i) return `${by > 0 ? "+" : form.minus} ${summand(node)}`;
      return (by < 0 ? form.minus : "") + summand(node);
    }).join(" ");
  const multiplied = (factors) =>
    factors.map((factor, i) => {
      const apart = i && (isGroup(factor) || isGroup(factors[i - 1]));
      return (i ? (apart ? form.groupDot : form.dot) : "") + bracketed(leveled(factor), PRODUCT);
    }).join("");
  const divided = (top, bottom) =>
    form.bars
      ? [form.quotient(write(top), write(bottom)), ATOM]
      : [form.quotient(bracketed(leveled(top), PRODUCT), bracketed(leveled(bottom), ATOM)), PRODUCT];
  const rounded = (name, inner) => [form[name][0] + write(inner) + form[name][1], ATOM];
  const called = (name, args) => [form.call(name, args.map(write).join(", ")), ATOM];

  const WRITERS = {
    "+": (...terms) => [added(terms), SUM],
    "*": (...factors) => [multiplied(factors), PRODUCT],
    "/": divided,
    floor: (inner) => rounded("floor", inner),
    ceil: (inner) => rounded("ceil", inner),
    min: (...args) => called("min", args),
    max: (...args) => called("max", args),
    gcd: (...args) => called("gcd", args),
  };
  function leveled(node) {
    if (isNumber(node)) return number(big(node));
    if (isSymbol(node)) return symbol(node);
    if (!env && isCoefficient(node)) return coefficient(node[1], node[2]);
    return WRITERS[node[0]](...node.slice(1));
  }
  return write;
}

function isGroup(node) {
  const top = sign(node) === "/" ? node[1] : node;
  return sign(top) === "*" && !isNumber(top[1]);
}

// --- steps -------------------------------------------------------------------------------------

// (11·11·3 + 1)·96 = 34,848 + 96 = 34,944
function steps(node, env, form, result) {
  const parts = [writer(form, env, {})(node), middle(node, env, form), form.number(result)];
  return [...new Set(parts.filter(Boolean))].join(" = ");
}

const MIDDLES = {
  "+": (node, env, form) => {
    const worked = node.slice(1).map(([, inner]) => inner).filter(Array.isArray);
    if (!worked.length || !worked.every((part) => value(part, env) !== 0n)) return "";
    return workedTerms(node.slice(1), env, form);
  },
  "*": (node, env, form) => {
    const sums = node.slice(1).filter((factor) => sign(factor) === "+");
    if (sums.length !== 1) return "";
    const others = node.slice(1).filter((factor) => factor !== sums[0]);
    return workedTerms(sums[0].slice(1).map(([by, term]) => [by, ["*", term, ...others]]), env, form);
  },
  floor: (node, env, form) => roundedStep(node, env, form),
  ceil: (node, env, form) => roundedStep(node, env, form),
};
for (const name of ["min", "max", "gcd"]) {
  MIDDLES[name] = ([, ...args], env, form) =>
    form.call(name, args.map((arg) => form.number(value(arg, env))).join(", "));
}

const middle = (node, env, form) => MIDDLES[sign(node)]?.(node, env, form) ?? "";

function workedTerms(terms, env, form) {
  let text = "";
  for (const [by, node] of terms) {
    const round = sign(node) === "floor" || sign(node) === "ceil";
    const amount = round ? 1n : value(node, env);
    const part = round ? roundedStep(node, env, form) : form.number(amount < 0n ? -amount : amount);
    const minus = amount >= 0n !== by > 0;
    if (text) text += ` ${minus ? form.minus : "+"} ${part}`;
    else text = (minus ? form.minus : "") + part;
  }
  return text;
}

// ⌊54.25⌋, from the quotient before it is rounded.
function roundedStep([name, [, top, bottom]], env, form) {
  return form[name][0] + decimal(value(top, env), value(bottom, env), form) + form[name][1];
}

function decimal(top, bottom, form) {
  const size = top < 0n ? -top : top;
  const [wholes, rest] = [size / bottom, size % bottom];
  const text = (top < 0n ? form.minus : "") + form.number(wholes);
  if ((rest * 1000n) % bottom === 0n) {
    const digits = String((rest * 1000n) / bottom).padStart(3, "0").replace(/0+$/, "");
    return text + (digits ? `.${digits}` : "");
  }
  return `${text}.${String((rest * 100n) / bottom).padStart(2, "0")}${form.ellipsis}`;
}

// --- what is shown -----------------------------------------------------------------------------

function inlined(node, env, where) {
  if (isSymbol(node) && node in where) {
    const small = reduced(where[node], env);
    return isSymbol(small) ? small : node;
  }
  return mapped(node, (inner) => inlined(inner, env, where));
}

const flagsAsNumbers = (node, env) =>
  isFlag(node) ? Number(env[node]) : mapped(node, (inner) => flagsAsNumbers(inner, env));

// K_h and K_w are both written K where they are equal.
function commonNames(env) {
  const axes = {};
  for (const name of Object.keys(env)) {
    const [, base, axis] = /^(.+)_([^_]+)$/.exec(name) ?? [];
    if (base && "lthw".includes(axis) && axis.length === 1) (axes[base] ??= []).push(name);
  }
  const found = {};
  for (const [base, names] of Object.entries(axes)) {
    if (new Set(names.map((name) => env[name])).size === 1) names.forEach((name) => (found[name] = base));
  }
  return found;
}

// A formula with its values: the rule, the numbers, the steps, each as text and as LaTeX.
function shown(node, env, where = {}) {
  const inner = inlined(node, env, where);
  const rule = flagsAsNumbers(reduced(inner, env, RULED), env);
  const filled = reduced(inner, env);
  const names = commonNames(env);
  const result = value(node, env);
  const both = (write) => ({ text: write(FORMS.text), latex: write(FORMS.latex) });
  return {
    symbols: both((form) => writer(form, null, names)(rule)),
    numbers: both((form) => writer(form, env, names)(filled)),
    steps: both((form) => steps(filled, env, form, result)),
    value: result,
  };
}

// The named parts of a formula that are more than one symbol.
function shownWhere(where, env) {
  const names = commonNames(env);
  const found = {};
  for (const [name, node] of Object.entries(where)) {
    if (isSymbol(reduced(node, env))) continue;
    const one = shown(node, env);
    const common = names[name] ?? name;
    const agrees = !found[common] || found[common].steps.text === one.steps.text;
    found[agrees ? common : name] = one;
  }
  return found;
}
