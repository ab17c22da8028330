// What is chosen on the page, and the numbers that follow from it.

const NETWORKS = DATA.networks;
const LARGEST = 10 ** 9;

const state = {
  current: 0,
  sizes: NETWORKS.map((network) => network.input.slice(1)),
  batch: DATA.batch,
  ways: DATA.withAux ? ["with_aux"] : [],
  everywhere: false,
  open: NETWORKS.map(() => new Set()),
  selected: null,
  agreeing: false,
  query: "",
  sort: { key: "", down: true },
  quantity: "multiplies",
  chart: "byLayer",
  rows: 300,
  theme: "auto",
  said: "",
};

const inputOf = (n) => [NETWORKS[n].input[0], ...state.sizes[n]].map(big);
const withAux = () => state.ways.includes("with_aux");

// --- results -----------------------------------------------------------------------------------

// The last result of each network that could be worked out, and why the newest could not.
const results = NETWORKS.map(() => ({ key: "", rows: [], trouble: "", sums: {} }));

function resultOf(n) {
  const found = results[n];
  const input = inputOf(n);
  const key = `${input}@${state.batch}@${withAux()}`;
  if (found.key === key) return found;
  found.key = key;
  try {
    const rows = analyse(NETWORKS[n], input, big(state.batch), withAux());
    Object.assign(found, { rows, input, batch: big(state.batch), trouble: "", sums: {} });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    found.trouble = error.message;
  }
  return found;
}

// Sums up to each layer, so that a block's amount is a difference.
function sumsOf(n, quantity) {
  const result = resultOf(n);
  const key = `${quantity}:${state.ways}`;
  if (!result.sums[key]) {
    const sums = [0n];
    result.rows.forEach((row, i) => sums.push(sums[i] + (row ? counted(row, quantity, state.ways) : 0n)));
    result.sums[key] = sums;
  }
  return result.sums[key];
}

const amount = (n, node, quantity) => {
  const sums = sumsOf(n, quantity);
  return sums[node.stop] - sums[node.start];
};

function totalOf(n, quantity) {
  const result = resultOf(n);
  return total(result.rows, quantity, state.ways, result.input, result.batch);
}

const originals = NETWORKS.map(() => null);

// Weights that this input changes, in words.
function reshapedText(n) {
  const { own } = NETWORKS[n];
  const result = resultOf(n);
  if (alike(own.map(big), result.input)) return "";
  originals[n] ??= analyse(NETWORKS[n], own.map(big), 1n);
  const changes = reshaped(result.rows, originals[n]).map(
    ([name, before, after]) => `${name} ${before.join("×")} → ${after.join("×")}`,
  );
  return changes.length ? say("reshaped", { changes: changes.join("; ") }) : "";
}

// The network's receptive field and effective stride: of the last layer that has positions.
function fieldOf(n) {
  const last = resultOf(n).rows.findLast((row) => row && row.spans.length && !row.aux);
  if (!last) return ["", ""];
  return [agreed(seenBy(last.spans).map(exact)), agreed(last.spans.map(([, , step]) => fractionText(step)))];
}

// Where this page's numbers and archcalc's differ: sentences for people.
function disagreements() {
  return NETWORKS.flatMap((network, n) => {
    try {
      const input = network.input.map(big);
      const rows = analyse(network, input, big(DATA.batch), DATA.withAux);
      const ways = DATA.withAux ? ["with_aux"] : [];
      return QUANTITIES.flatMap((quantity) => {
        const here = total(rows, quantity, ways, input, big(DATA.batch));
        const there = big(network.totals[quantity]);
        if (here === there) return [];
        const words = { quantity: say(quantity), here: exact(here), there: exact(there) };
        return [say("differs", { network: network.title, ...words })];
      });
    } catch (error) {
      return [say("failed", { network: network.title, reason: error.message })];
    }
  });
}

// --- the tree of blocks and layers ---------------------------------------------------------------

function treeOf(network) {
  const { groups, layers, plans, aux } = network.graph;
  const heads = new Set(aux);
  const leaf = (i, level, parent) => ({
    path: layers[i][0], name: layers[i][0].slice(parent.length ? parent.length + 1 : 0),
    kind: plans[layers[i][1]].kind, label: plans[layers[i][1]].brief,
    start: i, stop: i + 1, level, children: [], leaf: true, aux: heads.has(i),
  });
  const within = (list, start, stop, level, parent) => {
    const nodes = [];
    let at = start;
    const leaves = (until) => {
      for (; at < until; at++) nodes.push(leaf(at, level, parent));
    };
    for (const [name, kind, label, first, last, inner = []] of list) {
      leaves(first);
      const path = parent ? `${parent}.${name}` : name;
      nodes.push({
        path, name, kind, label, start: first, stop: last, level, leaf: false, aux: kind === "aux",
        children: within(inner, first, last, level + 1, path),
      });
      at = last;
    }
    leaves(stop);
    return nodes;
  };
  return within(groups, 0, layers.length, 0, "");
}

const TREES = NETWORKS.map(treeOf);

function* walk(nodes) {
  for (const node of nodes) {
    yield node;
    yield* walk(node.children);
  }
}

// The layer whose output is the node's: the last one that writes an output of its own.
function endOf(n, node) {
  const { rows } = resultOf(n);
  for (let i = node.stop - 1; i >= node.start; i--) {
    if (rows[i] && !rows[i].plan.inPlace) return rows[i];
  }
  return rows[node.stop - 1];
}

// --- changing it -------------------------------------------------------------------------------

function update(patch) {
  Object.assign(state, typeof patch === "function" ? patch() : patch);
  draw();
}

const toggled = (set, one) => {
  const next = new Set(set);
  if (!next.delete(one)) next.add(one);
  return next;
};

// The path of every block around one.
function around(path) {
  const parts = path.split(".");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("."));
}
