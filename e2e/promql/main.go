// Judges PromQL for a test: parses expressions as Prometheus does, names the
// metrics in them, and evaluates them over series that are given.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"time"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/tsdb/chunks"
	"github.com/prometheus/prometheus/util/annotations"
)

// One value each StepSeconds, from the beginning on.
type series struct {
	Labels map[string]string `json:"labels"`
	Values []float64         `json:"values"`
}

type question struct {
	Expr        string   `json:"expr"`
	Series      []series `json:"series"`
	StepSeconds int64    `json:"stepSeconds"`
	AtSeconds   int64    `json:"atSeconds"`
}

type answer struct {
	Error   string              `json:"error,omitempty"`
	Metrics []string            `json:"metrics"`
	Results []map[string]string `json:"results"`
}

type sample struct {
	t int64
	v float64
}

func (s sample) T() int64                      { return s.t }
func (s sample) F() float64                    { return s.v }
func (s sample) H() *histogram.Histogram       { return nil }
func (s sample) FH() *histogram.FloatHistogram { return nil }
func (s sample) Type() chunkenc.ValueType      { return chunkenc.ValFloat }
func (s sample) Copy() chunks.Sample           { return s }

type given struct{ all []storage.Series }

func (g given) Querier(_, _ int64) (storage.Querier, error) { return g, nil }
func (g given) Close() error                                { return nil }
func (g given) LabelValues(context.Context, string, *storage.LabelHints, ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	return nil, nil, nil
}
func (g given) LabelNames(context.Context, *storage.LabelHints, ...*labels.Matcher) ([]string, annotations.Annotations, error) {
	return nil, nil, nil
}
func (g given) Select(_ context.Context, _ bool, _ *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
	found := []storage.Series{}
	for _, one := range g.all {
		fits := true
		for _, m := range matchers {
			fits = fits && m.Matches(one.Labels().Get(m.Name))
		}
		if fits {
			found = append(found, one)
		}
	}
	sort.Slice(found, func(i, j int) bool {
		return labels.Compare(found[i].Labels(), found[j].Labels()) < 0
	})
	return &set{found: found, at: -1}
}

type set struct {
	found []storage.Series
	at    int
}

func (s *set) Next() bool                        { s.at++; return s.at < len(s.found) }
func (s *set) At() storage.Series                { return s.found[s.at] }
func (s *set) Err() error                        { return nil }
func (s *set) Warnings() annotations.Annotations { return nil }

func storageOf(q question) given {
	all := []storage.Series{}
	for _, one := range q.Series {
		samples := []chunks.Sample{}
		for i, v := range one.Values {
			samples = append(samples, sample{int64(i) * q.StepSeconds * 1000, v})
		}
		all = append(all, storage.NewListSeries(labels.FromMap(one.Labels), samples))
	}
	return given{all}
}

func evaluate(q question) ([]map[string]string, error) {
	engine := promql.NewEngine(promql.EngineOpts{
		MaxSamples: 1_000_000,
		Timeout:    10 * time.Second,
	})
	at := time.Unix(q.AtSeconds, 0)
	query, err := engine.NewInstantQuery(context.Background(), storageOf(q), nil, q.Expr, at)
	if err != nil {
		return nil, err
	}
	defer query.Close()
	result := query.Exec(context.Background())
	if result.Err != nil {
		return nil, result.Err
	}
	vector, err := result.Vector()
	if err != nil {
		return nil, err
	}
	results := []map[string]string{}
	for _, one := range vector {
		results = append(results, one.Metric.Map())
	}
	return results, nil
}

func judge(q question) answer {
	expr, err := parser.ParseExpr(q.Expr)
	if err != nil {
		return answer{Error: err.Error()}
	}
	names := []string{}
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		if selector, ok := node.(*parser.VectorSelector); ok {
			names = append(names, selector.Name)
		}
		return nil
	})
	if q.Series == nil {
		return answer{Metrics: names}
	}
	results, err := evaluate(q)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Metrics: names, Results: results}
}

func main() {
	questions := []question{}
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	answers := []answer{}
	for _, q := range questions {
		answers = append(answers, judge(q))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
