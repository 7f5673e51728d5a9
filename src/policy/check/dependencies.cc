#include <map>
#include <vector>

#include "policy/check/checks.h"
#include "policy/nearest.h"

namespace bulkhead::policy {

namespace {

using Index = std::size_t;
using ServiceIndexByName = std::map<std::string_view, Index>;

/// One arrow of the graph: who depends, on whom, and where that is written.
struct Arrow {
  Index to;
  const Placed<std::string>* written;
};
using Graph = std::vector<std::vector<Arrow>>;

void refuse_unknown(const Placed<std::string>& target, const ServiceIndexByName& known, Findings& findings) {
  std::vector<std::string_view> names;
  if (findings.suggestions_help()) {
    for (const auto& [name, unused] : known) names.push_back(name);
  }
  const auto near = nearest(target.value, names);
  findings.error(
      target.at.place(), "no service has this name",
      near ? "did you mean `" + std::string(*near) + "`?" : "the name of a service of this policy");
}

void warn_of_leaving(const ServiceDraft& from, const ServiceDraft& to, const Placed<std::string>& target,
                     Findings& findings) {
  if (from.service.compartment == to.service.compartment) return;
  findings.warning(target.at.place(),
                   "depends on a service of another compartment (" + to.service.compartment +
                       "; its own is " + from.service.compartment + "): trouble there reaches this service",
                   "the same compartment, or a way to work without it");
}

Graph build(const Draft& draft, Findings& findings) {
  ServiceIndexByName known;
  for (Index i = 0; i < draft.services.size(); ++i) known.emplace(draft.services[i].service.name, i);
  Graph graph(draft.services.size());
  for (Index i = 0; i < draft.services.size(); ++i) {
    for (const auto& target : draft.services[i].depends_on) {
      const auto found = known.find(target.value);
      if (found == known.end()) {
        refuse_unknown(target, known, findings);
      } else {
        graph[i].push_back({found->second, &target});
        warn_of_leaving(draft.services[i], draft.services[found->second], target, findings);
      }
    }
  }
  return graph;
}

/// Finds circles by depth-first search without recursion: an arrow to a service on the current way closes one.
class CircleSearch {
 public:
  CircleSearch(const Draft& draft, const Graph& graph, Findings& findings)
      : draft_(draft), graph_(graph), findings_(findings), states_(graph.size(), State::kNew) {}

  void run() {
    for (Index start = 0; start < graph_.size(); ++start) {
      if (states_[start] == State::kNew) walk(start);
    }
  }

 private:
  enum class State : std::uint8_t { kNew, kOnWay, kDone };
  struct Step {
    Index service;
    std::size_t next_arrow = 0;
  };

  void walk(Index start) {
    enter(start);
    while (!way_.empty()) {
      Step& step = way_.back();
      if (step.next_arrow == graph_[step.service].size()) {
        states_[step.service] = State::kDone;
        way_.pop_back();
        continue;
      }
      const Arrow& arrow = graph_[step.service][step.next_arrow++];
      if (states_[arrow.to] == State::kOnWay) refuse(arrow);
      if (states_[arrow.to] == State::kNew) enter(arrow.to);
    }
  }

  void enter(Index service) {
    states_[service] = State::kOnWay;
    way_.push_back({service});
  }

  void refuse(const Arrow& closing) {
    constexpr std::size_t kNamesShownMax = 8;
    const std::string& last = draft_.services[closing.to].service.name;
    std::string circle;
    std::size_t shown = 0;
    bool inside = false;
    for (const Step& step : way_) {
      inside = inside || step.service == closing.to;
      if (inside && ++shown <= kNamesShownMax) circle += draft_.services[step.service].service.name + " → ";
    }
    if (shown > kNamesShownMax) circle += "… → ";
    findings_.error(closing.written->at.place(),
                    "services depend on each other in a circle: " + circle + last,
                    "a service that others depend on must start without them");
  }

  const Draft& draft_;
  const Graph& graph_;
  Findings& findings_;
  std::vector<State> states_;
  std::vector<Step> way_;
};

}  // namespace

void check_dependencies(const Draft& draft, Findings& findings) {
  const Graph graph = build(draft, findings);
  CircleSearch(draft, graph, findings).run();
}

}  // namespace bulkhead::policy
