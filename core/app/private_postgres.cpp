#include "app/private_postgres.hpp"

#include "content/canonical_json.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <grp.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace tandem::app {
namespace {

/// A file lock that is released with its descriptor, also when the process is killed.
int open_lock(std::filesystem::path const& file) { return ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600); }

Error failed(std::string detail) { return {ErrorCode::unavailable, std::move(detail)}; }

bool own(std::filesystem::path const& path, passwd const* user) {
  return user == nullptr || ::chown(path.c_str(), user->pw_uid, user->pw_gid) == 0;
}

passwd const* service_user(std::string const& name) { return ::geteuid() == 0 ? ::getpwnam(name.c_str()) : nullptr; }

} // namespace

PrivatePostgres::PrivatePostgres(Options options) : options_(std::move(options)) {
  // Links are resolved here: the service user may not be allowed into the folder that holds the link.
  root_ = std::filesystem::weakly_canonical(std::filesystem::absolute(options_.data)) / "postgres";
  cluster_ = root_ / "cluster";
  log_ = root_ / "postgres.log";
  socket_ = root_ / "socket";
  // sun_path holds 107 bytes; ".s.PGSQL.5432.lock" comes behind the folder.
  std::string const elsewhere = ::geteuid() == 0 ? "/run/tandem-" : "/tmp/tandem-";
  if (socket_.string().size() > 85) socket_ = elsewhere + sha256_hex(root_.string()).substr(0, 16);
}

PrivatePostgres::~PrivatePostgres() { stop(); }

/// Runs a program of PostgreSQL, as the service user when we are root; its output goes to the log.
int PrivatePostgres::run(std::vector<std::string> const& arguments) const {
  passwd const* user = service_user(options_.user);
  std::vector<char*> argv;
  for (std::string const& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  pid_t const child = ::fork();
  if (child == 0) {
    ::setsid(); // a Ctrl-C for the server must not reach the database before the server has finished
    int const out = ::open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    int const in = ::open("/dev/null", O_RDONLY);
    if (user != nullptr && (::initgroups(user->pw_name, user->pw_gid) != 0 || ::setgid(user->pw_gid) != 0 ||
                            ::setuid(user->pw_uid) != 0))
      ::_exit(126);
    if (out < 0 || in < 0 || ::chdir("/") != 0) ::_exit(126);
    ::dup2(in, 0);
    ::dup2(out, 1);
    ::dup2(out, 2);
    ::close_range(3, ~0U, 0); // the database must not inherit our sockets: it may outlive us
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

std::string PrivatePostgres::last_log_line() const {
  std::ifstream in(log_);
  std::string line, last;
  while (std::getline(in, line))
    if (!line.empty()) last = line;
  return last;
}

Result<void> PrivatePostgres::make_cluster() {
  if (std::filesystem::exists(cluster_ / "PG_VERSION")) return {};
  passwd const* user = service_user(options_.user);
  std::filesystem::remove_all(cluster_); // an initdb that was cut off
  std::filesystem::create_directories(cluster_);
  std::filesystem::permissions(cluster_, std::filesystem::perms::owner_all);
  if (!own(cluster_, user)) return failed("cannot give " + cluster_.string() + " to " + options_.user);
  int const code = run({(options_.binaries / "initdb").string(), "-D", cluster_.string(), "--encoding=UTF8",
                        "--no-locale", "--auth-local=trust", "--auth-host=reject", "--username=tandem"});
  if (code != 0)
    return failed("cannot make a PostgreSQL cluster in " + cluster_.string() +
                  " (folders above it must let the account " + options_.user + " through): " + last_log_line());
  std::ofstream(cluster_ / "postgresql.conf", std::ios::app) << "\ninclude 'tandem.conf'\n";
  return {};
}

/// The folder of the socket is ours alone: in a folder that everyone may write to, another account could have made
/// it (or a link) before us.
Result<void> PrivatePostgres::make_socket_folder() const {
  passwd const* user = service_user(options_.user);
  uid_t const owner = user == nullptr ? ::geteuid() : user->pw_uid;
  if (::mkdir(socket_.c_str(), 0700) == 0 && own(socket_, user)) return {};
  struct stat found {};
  if (::lstat(socket_.c_str(), &found) != 0 || !S_ISDIR(found.st_mode) || found.st_uid != owner ||
      ::chmod(socket_.c_str(), 0700) != 0)
    return failed("the folder " + socket_.string() +
                  " is in the way: it must belong to the account PostgreSQL runs as");
  return {};
}

/// One that runs may be starting, or on its way out because its last user could not wait for that. Waits until it
/// takes connections (true) or is gone (false).
Result<bool> PrivatePostgres::settled() const {
  auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  while (alive()) {
    if (run({(options_.binaries / "pg_isready").string(), "-q", "-h", socket_.string(), "-U", "tandem"}) == 0)
      return true;
    if (std::chrono::steady_clock::now() > end)
      return failed("PostgreSQL in " + cluster_.string() + " neither takes connections nor ends; its log is " +
                    log_.string());
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  return false;
}

Result<void> PrivatePostgres::run_cluster() {
  std::string const pg_ctl = (options_.binaries / "pg_ctl").string();
  if (alive() && run({pg_ctl, "status", "-D", cluster_.string()}) == 0) { // ours, or left by a killed server
    if (auto ready = settled(); !ready || *ready) return ready ? Result<void>() : ready.error();
  }
  if (auto ok = make_socket_folder(); !ok) return ok;
  std::ofstream(cluster_ / "tandem.conf") << "listen_addresses = ''\nunix_socket_directories = '" << socket_.string()
                                          << "'\nfsync = on\nmax_connections = 100\n";
  if (!own(cluster_ / "tandem.conf", service_user(options_.user)))
    return failed("cannot give " + (cluster_ / "tandem.conf").string() + " to " + options_.user);
  // After a kill its backends hold on to the shared memory for a moment, and PostgreSQL refuses to start until then.
  for (int attempt = 1; run({pg_ctl, "start", "-w", "-t", "60", "-D", cluster_.string(), "-l", log_.string()}) != 0;
       ++attempt) {
    if (attempt == 10)
      return failed("PostgreSQL does not start in " + cluster_.string() + "; its log is " + log_.string());
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
  }
  return {};
}

Result<std::string> PrivatePostgres::start(bool may_make) {
  std::error_code ec;
  if (!may_make && !std::filesystem::exists(cluster_ / "PG_VERSION", ec))
    return failed("there is no database in " + root_.string() + " (setting data); tandem migrate makes one");
  std::filesystem::create_directories(root_, ec);
  if (ec) return failed("cannot make the data folder " + root_.string() + ": " + ec.message());
  if (!std::filesystem::exists(options_.binaries / "initdb"))
    return failed("PostgreSQL's programs are not in " + options_.binaries.string() + " (setting postgres.bin)");
  if (::geteuid() == 0 && service_user(options_.user) == nullptr)
    return failed("there is no system account " + options_.user + " to run PostgreSQL as (setting postgres.user)");
  if (!std::filesystem::exists(log_)) std::ofstream{log_};
  if (!own(root_, service_user(options_.user)) || !own(log_, service_user(options_.user)))
    return failed("cannot give " + root_.string() + " to " + options_.user);

  int const starting = open_lock(root_ / "starting.lock");
  users_lock_ = open_lock(root_ / "users.lock");
  if (starting < 0 || users_lock_ < 0)
    return failed("cannot lock files in " + root_.string() + ": " + std::strerror(errno) +
                  " (does the folder belong to another account?)");
  ::flock(starting, LOCK_EX);
  ::flock(users_lock_, LOCK_SH);
  Result<void> ready = make_cluster();
  if (ready) ready = run_cluster();
  if (ready) {
    // createdb fails when the database is there, which is as good.
    run({(options_.binaries / "createdb").string(), "-h", socket_.string(), "-U", "tandem", "tandem"});
  }
  ::close(starting);
  if (!ready) return ready.error();
  return "host=" + socket_.string() + " user=tandem dbname=tandem";
}

/// The process named in the cluster's pid file is at work. Cheap enough for every second.
bool PrivatePostgres::alive() const {
  pid_t pid = 0;
  std::ifstream(cluster_ / "postmaster.pid") >> pid;
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("State:")) return line.find('Z') == std::string::npos; // a zombie is as good as gone
  return false;
}

Result<bool> PrivatePostgres::revive() {
  if (users_lock_ < 0 || alive()) return false;
  int const starting = open_lock(root_ / "starting.lock");
  ::flock(starting, LOCK_EX);
  Result<void> const started = run_cluster();
  ::close(starting);
  return started ? Result<bool>(true) : started.error();
}

void PrivatePostgres::stop() {
  if (users_lock_ < 0) return;
  int const starting = open_lock(root_ / "starting.lock"); // nobody may join while we look whether we are the last
  ::flock(starting, LOCK_EX);
  if (::flock(users_lock_, LOCK_EX | LOCK_NB) == 0) {
    run({(options_.binaries / "pg_ctl").string(), "stop", "-w", "-m", "fast", "-D", cluster_.string()});
    std::error_code ignored; // made again by the next start
    std::filesystem::remove(socket_, ignored);
  }
  ::close(users_lock_);
  ::close(starting);
  users_lock_ = -1;
}

} // namespace tandem::app
