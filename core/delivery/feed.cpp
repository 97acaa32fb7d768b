#include "delivery/feed.hpp"

namespace tandem::delivery {

void Feed::follow(std::vector<store::ChangeRow> const& changes, std::int64_t last) {
  std::deque<Told> told; // made before anybody has to wait
  for (store::ChangeRow const& change : changes) told.push_back({change.number, text_(change)});
  {
    std::lock_guard const lock(memory_);
    bool const goes_on = !newest_.empty() && !told.empty() && newest_.back().number + 1 == told.front().number;
    bool const nothing_new = told.empty() && last == last_;
    if (!goes_on && !nothing_new) newest_.clear();
    newest_.insert(newest_.end(), std::make_move_iterator(told.begin()), std::make_move_iterator(told.end()));
    while (newest_.size() > kept_) newest_.pop_front();
    last_ = last;
  }
  std::lock_guard const lock(subscribers_);
  for (auto const& wake : wakes_) wake();
}

std::optional<Feed::Page> Feed::after(std::int64_t number, std::size_t most_bytes) const {
  std::lock_guard const lock(memory_);
  if (!last_) return std::nullopt;
  if (number >= *last_) return Page{{}, number};
  if (newest_.empty() || number + 1 < newest_.front().number || number >= newest_.back().number) return std::nullopt;
  Page page{{}, number};
  auto next = newest_.begin() + (number + 1 - newest_.front().number);
  for (; next != newest_.end() && page.text.size() < most_bytes; ++next) {
    page.text += next->text;
    page.last = next->number;
  }
  return page;
}

Feed::Page Feed::page(std::vector<store::ChangeRow> const& changes, std::int64_t after) const {
  Page page{{}, after};
  for (store::ChangeRow const& change : changes) {
    page.text += text_(change);
    page.last = change.number;
  }
  return page;
}

std::optional<std::int64_t> Feed::last() const {
  std::lock_guard const lock(memory_);
  return last_;
}

std::unique_ptr<Feed::Subscription> Feed::subscribe(std::function<void()> wake) {
  std::lock_guard const lock(subscribers_);
  return std::make_unique<Subscription>(*this, wakes_.insert(wakes_.end(), std::move(wake)));
}

std::size_t Feed::subscribers() const {
  std::lock_guard const lock(subscribers_);
  return wakes_.size();
}

Feed::Subscription::~Subscription() {
  std::lock_guard const lock(feed_.subscribers_);
  feed_.wakes_.erase(wake_);
}

} // namespace tandem::delivery
