// Bars, drawn by uPlot (vendor/uplot, a script of its own that every page with a chart links). A table beside it says the same
// in figures, so it is hidden from those who hear the page.

const MAX_LETTERS = 14;
const shortened = (name) => (name.length > MAX_LETTERS ? `${name.slice(0, MAX_LETTERS - 1)}…` : name);

class BarChart extends HTMLElement {
  #plot;
  #data;
  #sizes = new ResizeObserver(() => this.#fit());

  /** `names` of the bars, their `values`, and `format(value)` for the scale. */
  set data(data) {
    if (JSON.stringify(data) === JSON.stringify(this.#data)) return;
    this.#data = data;
    this.#draw();
  }

  connectedCallback() {
    this.setAttribute("aria-hidden", "true");
    this.#sizes.observe(this);
    this.#draw();
  }

  disconnectedCallback() {
    this.#sizes.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #draw() {
    if (!this.isConnected || !this.#data) return;
    this.#plot?.destroy();
    const { names, values, format } = this.#data;
    const style = getComputedStyle(this);
    const colour = (token) => style.getPropertyValue(token).trim();
    const axis = { stroke: colour("--color-ink-soft"), grid: { stroke: colour("--color-line"), width: 1 }, ticks: { show: false }, font: `13px ${style.fontFamily}` };
    const { uPlot } = globalThis;
    const options = {
      ...this.#size(),
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: () => [-0.6, names.length - 0.4] }, y: { range: (_, min, max) => [Math.min(0, min), Math.max(1, max) * 1.05] } },
      axes: [
        { ...axis, grid: { show: false }, space: 70, incrs: [1, 2, 3, 5, 7, 10, 20, 50], values: (_, places) => places.map((at) => (Number.isInteger(at) ? shortened(names[at] ?? "") : "")) },
        { ...axis, size: 90, values: (_, places) => places.map(format) },
      ],
      series: [{}, { fill: colour("--color-series-1"), stroke: colour("--color-series-1"), paths: uPlot.paths.bars({ size: [0.7, 72] }), points: { show: false } }],
    };
    this.#plot = new uPlot(options, [names.map((_, at) => at), values], this);
  }

  #size() {
    return { width: Math.max(200, this.clientWidth), height: Math.max(200, this.clientHeight) };
  }

  #fit() {
    this.#plot?.setSize(this.#size());
  }
}

customElements.define("bar-chart", BarChart);
