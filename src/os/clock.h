// The only place where time is read. Everything else is handed `now`.

#pragma once

#include <mutex>
#include <string>

#include "base/time.h"

namespace bulkhead::os {

/// The machine's clocks, and how far to believe them.
///
/// Threads    Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  virtual BootTime boot_now() const = 0;
  virtual RealTime real_now() const = 0;
  virtual MonoTime mono_now() const = 0;

  /// Differs after every boot of the machine: a BootTime means something only together with it. Empty
  /// when the system does not say.
  virtual std::string boot_id() const = 0;

  /// True while the kernel holds the real-time clock synchronised (NTP or the like). Without that, nothing
  /// that loosens may hang on real_now().
  virtual bool real_time_trusted() const = 0;
};

/// The clocks of this machine.
class SystemClock final : public Clock {
 public:
  BootTime boot_now() const override;
  RealTime real_now() const override;
  MonoTime mono_now() const override;
  std::string boot_id() const override;
  bool real_time_trusted() const override;
};

/// Clocks that stand still until told. They start at one hour after boot, 2026-07-17T00:00:00Z, trusted.
class SimulatedClock final : public Clock {
 public:
  BootTime boot_now() const override;
  RealTime real_now() const override;
  MonoTime mono_now() const override;
  std::string boot_id() const override;
  bool real_time_trusted() const override;

  /// Time passes, on all three clocks.
  void advance(Milliseconds by);
  /// Somebody sets the real-time clock; no time passes.
  void step_real(Milliseconds by);
  void set_real(RealTime at);
  void set_trusted(bool trusted);
  /// The machine boots again after `off`: boot and monotonic clock begin anew, with another boot id.
  void reboot(Milliseconds off);

 private:
  mutable std::mutex mutex_;
  BootTime boot_{std::chrono::hours{1}};
  RealTime real_{Milliseconds{1'784'246'400'000}};
  MonoTime mono_{std::chrono::hours{1}};
  int boots_ = 1;
  bool trusted_ = true;
};

}  // namespace bulkhead::os
