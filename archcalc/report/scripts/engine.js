// Works a network out: formulas are trees, rules of shapes and windows are tables.

class Refused extends Error {}

const OPERATIONS = {
  "+": (env, ...terms) => sum(terms.map(([sign, node]) => big(sign) * value(node, env))),
  "*": (env, ...factors) => product(factors.map((node) => value(node, env))),
  "/": (env, top, bottom) => whole(value(top, env), value(bottom, env), [top, bottom]),
  floor: (env, [, top, bottom]) => floorDivide(value(top, env), value(bottom, env)),
  ceil: (env, [, top, bottom]) => ceilDivide(value(top, env), value(bottom, env)),
  min: (env, ...args) => least(args.map((node) => value(node, env))),
  max: (env, ...args) => most(args.map((node) => value(node, env))),
  gcd: (env, ...args) => args.map((node) => value(node, env)).reduce(gcd),
};

function value(node, env) {
  if (typeof node === "number") return big(node);
  if (typeof node === "string") return env[node];
  return OPERATIONS[node[0]](env, ...node.slice(1));
}

function whole(top, bottom, formula) {
  if (top % bottom === 0n) return top / bottom;
  throw new Refused(say("notWhole", { formula: writer(FORMS.text, null, {})(["/", ...formula]), top, bottom }));
}

const alike = (a, b) => a.length === b.length && a.every((size, i) => size === b[i]);

function unfit(one, other) {
  throw new Refused(say("unfit", { layer: "{layer}", one: people(one), other: people(other) }));
}

// The values of an operation's axes, from its inputs' shapes.
const FITS = {
  first: (shapes) => shapes[0],
  same: (shapes) => {
    shapes.forEach((other) => alike(other, shapes[0]) || unfit(shapes[0], other));
    return shapes[0];
  },
  stack: (shapes) => {
    const rest = shapes[0].slice(1);
    shapes.forEach((other) => alike(other.slice(1), rest) || unfit(shapes[0], other));
    return [...shapes.map((shape) => shape[0]), ...rest];
  },
  gate: ([first, ...gates]) => {
    for (const gate of gates) {
      const flat = gate.length === 1 && (gate[0] === 1n || gate[0] === first[0]);
      const along = gate.length === first.length && gate.every((g, i) => g === 1n || g === first[i]);
      if (!flat && !along) unfit(first, gate);
    }
    return first;
  },
  crop: (shapes, plan) => {
    const [first, other] = shapes;
    const size = other ? other.slice(1) : plan.cropTo.map(big);
    if (size.length !== first.length - 1 || size.some((s, i) => s > first[i + 1])) {
      unfit(first, other || first);
    }
    return [...first, ...size];
  },
};

const SUFFIXES = [[], ["l"], ["h", "w"], ["t", "h", "w"]];

// Windows that follow from the input's size: [taps, stride, up, before] along each axis.
const WINDOWS = {
  adaptive: (env, axes) => {
    const targets = axes.map((a) => env[`O_${a}`]);
    if (targets.every((size) => size === 1n)) return "whole";
    return axes.map((a, i) => {
      const size = env[a.toUpperCase()];
      let taps = 0n;
      for (let k = 0n; k < least([targets[i], 1000n]); k++) {
        taps = most([taps, ceilDivide((k + 1n) * size, targets[i]) - (k * size) / targets[i]]);
      }
      return [taps, size, targets[i], 0n];
    });
  },
  crop: (env, axes) =>
    axes.map((a) => [1n, 1n, 1n, -floorDivide(env[a.toUpperCase()] - env[`O_${a}`], 2n)]),
  padded: (env, axes) => axes.map((a) => [env[`K_eff_${a}`], env[`S_${a}`], 1n, env[`P_${a}`]]),
  strided: (env, axes) =>
    axes.map((a) => {
      const [size, stride, span] = [env[a.toUpperCase()], env[`S_${a}`], env[`K_eff_${a}`]];
      const padding = most([(ceilDivide(size, stride) - 1n) * stride + span - size, 0n]);
      return [span, stride, 1n, padding / 2n];
    }),
};

function windowsOf(plan, env, rank) {
  const own = plan.window ?? "same";
  if (WINDOWS[own]) return WINDOWS[own](env, SUFFIXES[rank]);
  return own;
}

// What output 0 sees along each axis: [first, last, step]. No axes: all of the input.
function composed(spans, windows) {
  if (windows === "whole" || !spans.length) return [];
  if (windows === "same") return spans;
  return spans.map(([first, last, step], i) => {
    const [taps, stride, up, before] = windows[i].map(big);
    const ahead = times(fraction(-before), step);
    const further = plus(plus(last, times(fraction(taps - 1n), step)), ahead);
    return [plus(first, ahead), further, times(step, fraction(stride, up))];
  });
}

function merged(routes) {
  if (routes.some((spans) => !spans.length)) return [];
  return routes[0].map((axis, i) => {
    const all = routes.map((spans) => spans[i]);
    const first = all.map((one) => one[0]).reduce((a, b) => (less(b, a) ? b : a));
    const last = all.map((one) => one[1]).reduce((a, b) => (less(a, b) ? b : a));
    return [first, last, axis[2]];
  });
}

const seenBy = (spans) =>
  spans.map(([first, last]) => {
    const [top, bottom] = plus(last, [-first[0], first[1]]);
    return ceilDivide(top, bottom) + 1n;
  });

// One kind of layer on inputs of these shapes.
function worked(plan, batch, shapes) {
  const env = { N: batch };
  const dims = FITS[plan.fit ?? "first"](shapes, plan);
  plan.axes.forEach((name, i) => (env[name] = dims[i]));
  plan.symbols?.forEach((name, i) => (env[name] = big(plan.values[i])));
  for (const node of plan.needs ?? []) value(node, env);
  for (const [name, node] of plan.where ?? []) env[name] = value(node, env);
  const out = plan.out.map((node) => value(node, env));
  plan.names.forEach((name, i) => (env[name] = out[i]));
  if (out.some((size) => size < 1n)) {
    throw new Refused(say("tooSmall", { size: people(shapes[0]), layer: "{layer}" }));
  }
  const amounts = ["params", "multiplies", "elementwise"].map((key) => value(plan[key] ?? 0, env));
  return {
    plan, env, out,
    ins: shapes,
    params: amounts[0],
    multiplies: amounts[1],
    elementwise: amounts[2],
    activations: plan.inPlace ? 0n : batch * product(out),
    windows: windowsOf(plan, env, shapes[0].length - 1),
  };
}

// Every layer's result for an input (C, H, W) and a batch. Throws Refused, with the reason.
// Auxiliary heads that do not fit are left out unless they are counted: their rows are null.
function analyse(network, input, batch, withAux = false) {
  const { layers, plans } = network.graph;
  const heads = new Set(network.graph.aux);
  const shapes = { "-1": input };
  const start = input.slice(1).map(() => [fraction(0n), fraction(0n), fraction(1n)]);
  const spans = { "-1": start };
  const memo = new Map();
  return layers.map(([path, planIndex, about, given], i) => {
    const inputs = given ?? [i - 1];
    const ins = inputs.map((j) => shapes[j]);
    const aux = heads.has(i);
    if (ins.includes(undefined)) return null;
    const key = `${planIndex}:${ins.join(";")}`;
    try {
      if (!memo.has(key)) memo.set(key, worked(plans[planIndex], batch, ins));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (aux && !withAux) return null;
      throw new Refused(error.message.replace("{layer}", path));
    }
    const found = memo.get(key);
    const reads = inputs.slice(0, plans[planIndex].reads ?? undefined).map((j) => spans[j]);
    const before = reads.length === 1 ? reads[0] : merged(reads);
    shapes[i] = found.out;
    spans[i] = composed(before, found.windows);
    guard(network, shapes, i, path);
    const fields = inputs.filter((j) => j >= 0).map((j) => spans[j]);
    return { ...found, index: i, path, inputs, aux, about, before, fields, spans: spans[i] };
  });
}

// A residual's shortcut that the sizes no longer ask for.
function guard(network, shapes, i, path) {
  for (const [body, source] of network.graph.guards) {
    if (body === i && alike(shapes[body], shapes[source])) {
      throw new Refused(say("otherNetwork", { layer: path }));
    }
  }
}

const tensors = (row) =>
  (row.plan.tensors ?? []).map(([name, axes]) => [name, axes.map((node) => value(node, row.env))]);

// Weights whose shape differs from the published network's: [name, shape there, shape here].
function reshaped(rows, published) {
  return rows.flatMap((row, i) => {
    const other = published[i];
    if (!row || !other || row.params === other.params) return [];
    const before = tensors(other);
    return tensors(row).flatMap(([name, axes], k) =>
      alike(axes, before[k][1]) ? [] : [[`${row.path}.${name}`, before[k][1], axes]],
    );
  });
}

// Ways of counting: which rows count, what becomes of a row's amounts, what the network's add.
const isWeighted = (row) => row.plan.role === "weighted";
const biases = (row) =>
  isWeighted(row) ? sum(tensors(row).map(([name, axes]) => (name === "bias" ? product(axes) : 0n))) : 0n;
const WAYS = {
  conv_only: { counts: (row) => isWeighted(row) && row.out.length > 1 },
  weighted_only: { counts: isWeighted },
  bias: { params: (n, row) => n - biases(row) },
  with_aux: {},
  with_input: { extra: { activations: (input, batch) => batch * product(input) } },
  with_gradients: { activations: (n) => 2n * n },
  flops: { multiplies: (n) => 2n * n },
};
const QUANTITIES = ["params", "multiplies", "elementwise", "activations"];

// One row's amount of a quantity as it is counted.
function counted(row, quantity, ways) {
  if (row.aux && !ways.includes("with_aux")) return 0n;
  if (ways.some((way) => WAYS[way].counts && !WAYS[way].counts(row))) return 0n;
  return changed(row[quantity], quantity, ways, row);
}

const changed = (n, quantity, ways, row) =>
  ways.reduce((amount, way) => (WAYS[way][quantity] ? WAYS[way][quantity](amount, row) : amount), n);

function total(rows, quantity, ways, input, batch) {
  const extra = ways.map((way) => WAYS[way].extra?.[quantity]?.(input, batch) ?? 0n);
  const own = rows.map((row) => (row ? counted(row, quantity, ways) : 0n));
  return sum(own) + changed(sum(extra), quantity, ways.filter((way) => way !== "bias"));
}
