// Serves obt.identity.v1.PersonService. Any thread.
#pragma once

#include "absl/status/statusor.h"
#include "common/feed/directory.h"
#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "common/store/store.h"
#include "obt/identity/v1/person.pb.h"

namespace obt::identity {

class PersonService {
 public:
  // `directory` reads identity's own tables and outlives the service.
  explicit PersonService(feed::Directory& directory) : directory_(directory) {}
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::CreatePersonResponse> CreatePerson(const v1::CreatePersonRequest& request,
                                                        const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::GetPersonResponse> GetPerson(const v1::GetPersonRequest& request, const rpc::Call& call,
                                                  const obt::store::View& view);
  absl::StatusOr<v1::BatchGetPeopleResponse> BatchGetPeople(const v1::BatchGetPeopleRequest& request,
                                                            const rpc::Call& call,
                                                            const obt::store::View& view);
  absl::StatusOr<v1::FindPersonResponse> FindPerson(const v1::FindPersonRequest& request,
                                                    const rpc::Call& call, const obt::store::View& view);
  absl::StatusOr<v1::ListPeopleResponse> ListPeople(const v1::ListPeopleRequest& request,
                                                    const rpc::Call& call, const obt::store::View& view);
  absl::StatusOr<v1::UpdatePersonResponse> UpdatePerson(const v1::UpdatePersonRequest& request,
                                                        const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::MovePersonResponse> MovePerson(const v1::MovePersonRequest& request,
                                                    const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::MarkLeftResponse> MarkLeft(const v1::MarkLeftRequest& request, const rpc::Call& call,
                                                obt::store::Txn& txn);
  absl::StatusOr<v1::ReinstateResponse> Reinstate(const v1::ReinstateRequest& request, const rpc::Call& call,
                                                  obt::store::Txn& txn);
  absl::StatusOr<v1::CorrectStaysResponse> CorrectStays(const v1::CorrectStaysRequest& request,
                                                        const rpc::Call& call, obt::store::Txn& txn);

 private:
  feed::Directory& directory_;
};

}  // namespace obt::identity
